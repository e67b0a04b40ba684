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
