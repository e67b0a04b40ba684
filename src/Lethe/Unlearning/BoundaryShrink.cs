using System.ComponentModel.DataAnnotations;
using Lethe.Metrics;
using static TorchSharp.torch;

namespace Lethe.Unlearning;

/// <summary>
/// Boundary Shrink (Chen et al., CVPR 2023): each image of D_f gets the label that the original network gives it after one step across
/// the nearest boundary, <c>x' = x + bound sign(grad_x CE)</c>, <c>y' = argmax M0(x')</c>, and the network learns that: <c>min CE(M(x), y')</c>.
/// </summary>
/// <remarks>The attack is on the original, which does not change: the labels are the same in every epoch and are found once.</remarks>
public sealed record BoundaryShrink : IUnlearningMethod
{
    public string Name => "boundary-shrink";

    public string Title => "Boundary Shrink";

    public DataAccess Reads => DataAccess.Forget;

    /// <summary>Of FGSM, in pixels of [0, 1]. Attacked pixels are clamped to [0, 1] and rounded to 1/255.</summary>
    public double Bound { get; init; } = 0.1;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 64;

    public int Epochs { get; init; } = 10;

    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Percent: stop when the accuracy on D_f is no higher; negative to run all epochs.</summary>
    [Range(-1.0, 100.0)]
    public double Tau { get; init; } = -1;

    public void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        var nearest = task.Clock.Measure("attack", () => NearestLabels(task));
        task.Figures["attack_success"] = 1 - (nearest.eq(task.Forget.Labels()).sum().item<long>() / (double)task.Forget.Count);
        new ForgetLoop(this, task) { BatchSize = BatchSize, Epochs = Epochs, LearningRate = LearningRate, Tau = Tau }
            .Run((rows, images, _) => nn.functional.cross_entropy(task.Model.forward(images), nearest.index_select(0, tensor(rows, device: nearest.device))));
    }

    /// <summary>y' of every image of D_f, int64; the true label where the step crosses no boundary.</summary>
    internal Tensor NearestLabels(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        task.Model.eval();
        var fgsm = new ImagePgd(Bound, Steps: 1, Bound, Round: true);
        var parts = new List<Tensor>();
        foreach (var rows in task.Forget.Batches(Prediction.BatchSize))
        {
            task.Cancellation.ThrowIfCancellationRequested();
            using var batch = NewDisposeScope();
            parts.Add(fgsm.Logits(task.Model.forward, task.Forget, rows, task.Precision).argmax(1).MoveToOuterDisposeScope());
        }
        return cat(parts).MoveToOuterDisposeScope();
    }
}
