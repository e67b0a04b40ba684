using System.ComponentModel.DataAnnotations;
using Lethe.Models;

namespace Lethe.Unlearning;

/// <summary>
/// Saliency Unlearning (Fan et al., ICLR 2024): Random Label with repair on D_r, but only the weights may change on which the loss of D_f
/// depends most. Soft: all may, and after each step their changes are shrunk towards zero.
/// </summary>
/// <remarks>
/// The authors' code (OPTML-Group/Unlearn-Saliency) draws labels from all classes, anew in every batch, and ends each epoch with D_r; this
/// follows it. Its masked-out weights moved by weight decay and momentum until February 2026; here they never do. Its mask is taken on
/// augmented images, here on the images as they are: so it does not depend on chance. Its soft form copies its reference at each epoch;
/// here it is the original. No rate for a class is printed: 0.01 here, and below 0.005 users report that nothing is forgotten.
/// </remarks>
public sealed record SalUn : JointMethod
{
    public override string Name => Soft ? "salun-soft" : "salun";

    public override string Title => Soft ? "SalUn-soft" : "SalUn";

    /// <summary>r, the share of weights that may change; soft: of those that are shrunk to nothing at first.</summary>
    [Range(0.0, 1.0)]
    public double Ratio { get; init; } = 0.5;

    public bool Soft { get; init; }

    public override SearchSpace Space =>
        Searched(1e-5, 5e-2, 1, 3, 5, 10)
            .OneOf("ratio", [0.1, 0.2, 0.3, 0.5, 0.7, 0.9], static (SalUn one, double value) => one with { Ratio = value });

    public override void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        var (retain, wrong) = (Retained(task), WrongLabels.Of(task, LabelRange.All, LabelRedraw.EachBatch));
        using var mask = Soft ? null : task.Clock.Measure("mask", () => Mask(task));
        var steps = Epochs * (Math.Ceiling((double)task.Forget.Count / BatchSize) + Math.Ceiling((double)retain.Count / RetainBatchSize));
        var start = task.Model.parameters().Select(static p => p.detach().clone()).ToArray();
        var loop = Loop(task, BatchOrder.ForgetThenRetain) with
        {
            Mask = mask,
            // k = floor(r P (1 - e / E - 1 / (E L)))
            AfterStep = Soft
                ? epoch =>
                    Shrink(task.Model, start, (long)(Ratio * task.Model.ParameterCount * (1 - ((epoch - 1.0) / Epochs) - (1 / steps))))
                : null,
        };
        // L = CE(M(x), y'), y' = y on D_r
        loop.Run(task, task.Forget, retain, batch => nn.functional.cross_entropy(task.Model.forward(batch.Images), wrong.In(batch)));
    }

    /// <summary>The weights with the largest <c>|sum_batches d CE / d theta|</c> on D_f.</summary>
    internal ParameterMask Mask(UnlearningTask task)
    {
        task.Model.eval();
        using var scope = NewDisposeScope();
        var sums = GradientSum.Signed.Of(
            task.Model,
            task.Forget,
            BatchSize,
            task.Precision,
            static (z, y) => [(nn.functional.cross_entropy(z, y), 1)]
        );
        return ParameterMask.Highest(task.Model, [.. sums.Select(static sum => sum.abs_())], Ratio);
    }

    // theta <- start + shrunk (theta - start), over all weights together
    private static void Shrink(Classifier model, Tensor[] start, long k)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var moved = cat([.. model.parameters().Zip(start, static (p, before) => (p - before).flatten())]);
        var parts = Shrunk(moved, k).split([.. start.Select(static before => before.numel())]);
        foreach (var (parameter, (before, part)) in model.parameters().Zip(start.Zip(parts)))
        {
            parameter.copy_(before + part.view(before.shape));
        }
    }

    /// <summary><c>sign(d) max(|d| - t, 0)</c>, t the k-th smallest |d|; d itself for k = 0.</summary>
    internal static Tensor Shrunk(Tensor d, long k) => k <= 0 ? d : d.sign() * (d.abs() - d.abs().kthvalue(k, 0).values).clamp_min(0);
}
