using Lethe.Data;

namespace Lethe.Unlearning;

/// <summary>
/// Trains the whole network on D_f with wrong labels: one of the other C - 1, drawn once for each image (Graves et al. 2021).
/// </summary>
/// <remarks>On D_f only, as the paper's count of data read says; today's variants also pass over D_r.</remarks>
public sealed record RandomLabel : ForgetMethod
{
    public override string Name => "random-label";

    public override string Title => "Random Label";

    public override void Unlearn(UnlearningTask task)
    {
        var wrong = Draw(task.Forget, task.Model.Spec.Classes, RandomStream.For(task.Seed, "random labels"));
        Train(
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
