using System.ComponentModel.DataAnnotations;
using Lethe.Metrics;
using static TorchSharp.torch;

namespace Lethe.Unlearning;

/// <summary>
/// DELETE (Zhou et al., CVPR 2025): the whole network is distilled from its original with the forgotten class taken out,
/// <c>min KL( sigma(M0(x) with z_y = -inf) || sigma(M(x)) )</c> over D_f.
/// </summary>
public sealed record Delete : IUnlearningMethod
{
    public string Name => "delete";

    public string Title => "DELETE";

    public DataAccess Reads => DataAccess.Forget;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 128;

    public int Epochs { get; init; } = 20;

    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Percent: stop when the accuracy on D_f is no higher; negative to run all epochs.</summary>
    [Range(-1.0, 100.0)]
    public double Tau { get; init; } = -1;

    public void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        task.Model.eval();
        var teacher = task.Clock.Measure("teacher", () => Teacher(Prediction.Logits(task.Model, task.Forget, task.Precision), task.Forget.Labels()));
        new ForgetLoop(this, task) { BatchSize = BatchSize, Epochs = Epochs, LearningRate = LearningRate, Tau = Tau }
            .Run((rows, images, _) => Divergence(teacher.index_select(0, tensor(rows, device: teacher.device)), task.Model.forward(images)));
    }

    /// <summary><c>sigma(z)</c> with <c>z_y = -inf</c>: the original's opinion among the other classes; N x C.</summary>
    internal static Tensor Teacher(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var index = labels.unsqueeze(1);
        return logits.scatter(1, index, full_like(index, double.NegativeInfinity, logits.dtype)).softmax(1).MoveToOuterDisposeScope();
    }

    // KL(p || q) = sum p ln p - sum p ln q, and the teacher's zero has 0 ln 0 = 0.
    internal static Tensor Divergence(Tensor teacher, Tensor student) =>
        ((teacher * teacher.clamp_min(1e-30).log()) - (teacher * student.log_softmax(1))).sum() / student.shape[0];
}
