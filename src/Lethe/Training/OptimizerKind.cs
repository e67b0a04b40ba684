using TorchSharp.Modules;

namespace Lethe.Training;

/// <summary>Which update rule; all three are torch's own.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum and L2 weight decay.</summary>
    Sgd,

    /// <summary>Kingma and Ba 2015.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    AdamW,
}

/// <summary>The optimizer of each <see cref="OptimizerKind"/>.</summary>
internal static class Optimizers
{
    public static OptimizerHelper Create(
        this OptimizerKind kind,
        IEnumerable<Parameter> parameters,
        double rate,
        double momentum,
        double weightDecay
    ) =>
        kind switch
        {
            OptimizerKind.Sgd => optim.SGD(parameters, rate, momentum, weight_decay: weightDecay),
            OptimizerKind.Adam => optim.Adam(parameters, rate, weight_decay: weightDecay),
            _ => optim.AdamW(parameters, rate, weight_decay: weightDecay),
        };
}
