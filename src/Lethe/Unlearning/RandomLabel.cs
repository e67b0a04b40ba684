using System.ComponentModel.DataAnnotations;
using Lethe.Data;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Unlearning;

/// <summary>Trains the whole network on D_f with wrong labels: one of the other C - 1, drawn once for each image (Graves et al.
/// 2021).</summary>
/// <remarks>On D_f only, as the paper's count of data read says; today's variants also pass over D_r.</remarks>
public sealed record RandomLabel : IUnlearningMethod
{
    public string Name => "random-label";

    public string Title => "Random Label";

    public DataAccess Reads => DataAccess.Forget;

    public int Epochs { get; init; } = 10;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Percent of D_f; negative for all epochs.</summary>
    public double StopAt { get; init; } = -1;

    public IUnlearningMethod For(Profile profile) =>
        profile.IsTiny ? this with { Epochs = 2, LearningRate = 1e-3 } : profile.Of(this, this, this with { Epochs = 4 }, this);

    public void Unlearn(UnlearningTask task)
    {
        var wrong = Draw(task.Forget, task.Model.Spec.Classes, RandomStream.For(task.Seed, "random labels"));
        new ForgetLoop(Epochs, BatchSize, LearningRate, 0.9, 0, 0, StopAt).Run(
            task,
            (images, labels, rows) =>
                nn.functional.cross_entropy(task.Model.forward(images), tensor([.. rows.Select(row => wrong[row])], device: labels.device))
        );
    }

    /// <summary>One label for each image: uniform over those that are not its own.</summary>
    internal static long[] Draw(ImageSubset images, int classes, RandomStream random)
    {
        using var labels = images.Labels();
        using var onCpu = labels.cpu();
        return [.. onCpu.data<long>().ToArray().Select(label => (label + 1 + random.Next(classes - 1)) % classes)];
    }
}
