using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace Lethe.Unlearning;

/// <summary>Gradient ascent on the forgotten class: <c>min -CE(M(x), y)</c> over D_f, the whole network (Thudi et al. 2022, "gradient ascent").</summary>
/// <remarks>The loss has no lower bound. Only the clipped gradient and the early stop keep it from destroying the network.</remarks>
public sealed record NegativeGradient : IUnlearningMethod
{
    public string Name => "negative-gradient";

    public string Title => "Negative Gradient";

    public DataAccess Reads => DataAccess.Forget;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 256;

    public int Epochs { get; init; } = 10;

    public double LearningRate { get; init; } = 1e-4;

    /// <summary>0 for none.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Percent: stop when the accuracy on D_f is no higher; negative to run all epochs.</summary>
    [Range(-1.0, 100.0)]
    public double Tau { get; init; } = 20;

    public void Unlearn(UnlearningTask task) =>
        new ForgetLoop(this, task) { BatchSize = BatchSize, Epochs = Epochs, LearningRate = LearningRate, ClipNorm = ClipNorm, Tau = Tau }
            .Run((_, images, labels) => nn.functional.cross_entropy(task.Model.forward(images), labels).neg());
}
