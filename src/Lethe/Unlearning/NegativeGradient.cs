using System.ComponentModel.DataAnnotations;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Unlearning;

/// <summary>
/// Climbs the loss on D_f with the whole network (Golatkar et al. 2020 and others). Without a stop it destroys the network, so it stops
/// when
/// little of D_f is left: most of the paper's rows end at 5 to 28 %.
/// </summary>
public sealed record NegativeGradient : IUnlearningMethod
{
    public string Name => "negative-gradient";

    public string Title => "Negative Gradient";

    public DataAccess Reads => DataAccess.Forget;

    public int Epochs { get; init; } = 10;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    public double LearningRate { get; init; } = 1e-4;

    public double ClipNorm { get; init; } = 1;

    /// <summary>Percent of D_f, looked at after every epoch.</summary>
    public double StopAt { get; init; } = 20;

    public IUnlearningMethod For(Profile profile) => profile.IsTiny ? this with { LearningRate = 1e-3 } : this;

    public void Unlearn(UnlearningTask task) =>
        new ForgetLoop(Epochs, BatchSize, LearningRate, 0.9, 0, ClipNorm, StopAt).Run(
            task,
            (images, labels, _) =>
                // L = -CE(M(x), y)
                nn.functional.cross_entropy(task.Model.forward(images), labels).neg()
        );
}
