using System.ComponentModel.DataAnnotations;
using Lethe.Data;

namespace Lethe.Unlearning;

/// <summary>
/// Influence unlearning by WoodFisher (Izzo et al., AISTATS 2021; as in Jia et al., NeurIPS 2023): one step up the loss of D_f and down
/// that of D_r, bent by an estimate of the inverse Fisher matrix.
/// </summary>
/// <remarks>
/// As in the code of OPTML-Group/Unlearn-Sparse. Its recursion never takes up a new sample's direction but only shrinks the first one's, so
/// the step is close to a plain gradient; this follows it. Others' scale is 0.2 (DELETE's comparison) to 10: it belongs to a network.
/// </remarks>
public sealed record Influence : IUnlearningMethod
{
    public string Name => "influence";

    public string Title => "Influence (WoodFisher)";

    public bool IsInPaper => false;

    public bool IsRival => true;

    public DataAccess Reads => DataAccess.Both;

    /// <summary>a, by which the step is scaled.</summary>
    public double Scale { get; init; } = 0.2;

    /// <summary>N, single images of D_r in the estimate.</summary>
    [Range(1, int.MaxValue)]
    public int Samples { get; init; } = 1000;

    /// <summary>Images of D_r for the gradient, drawn once; 0 for all.</summary>
    public int MaxRetain { get; init; }

    public SearchSpace Space =>
        SearchSpace.None.Log("scale", 1e-2, 1e3, static (Influence one, double value) => one with { Scale = value });

    public IUnlearningMethod For(Profile profile) =>
        profile.IsTiny ? this with { Samples = 100, MaxRetain = 2000, Scale = 0.5 } : this with { MaxRetain = profile.Of(0, 0, 27_000, 0) };

    public void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        task.Model.eval();
        var random = RandomStream.For(task.Seed, "influence");
        var retain = MaxRetain == 0 ? task.Retain : task.Retain.Take(MaxRetain, random);
        // v = (sum_f g - n_f / n_r sum_r g) / n = n_f / n (mean_f g - mean_r g)
        var share = (double)task.Forget.Count / (task.Forget.Count + task.Retain.Count);
        var v = share * (Mean(task, task.Forget) - Mean(task, retain));
        var single = retain.At(random.Permutation(retain.Count)[..Math.Min(Samples, retain.Count)]);
        var k = WoodFisher.Bend(v, single.Batches(1).Select(row => Mean(task, single.At(row))), Samples).K;
        using var noGrad = no_grad();
        // theta <- theta + a k
        foreach (var (parameter, part) in task.Model.parameters().Zip(k.split([.. task.Model.parameters().Select(static p => p.numel())])))
        {
            parameter.add_(part.view(parameter.shape), alpha: Scale);
        }
    }

    // Mean gradient of CE over the images, all weights in one vector.
    private static Tensor Mean(UnlearningTask task, ImageSubset images)
    {
        using var scope = NewDisposeScope();
        var sums = GradientSum.Signed.Of(
            task.Model,
            images,
            128,
            task.Precision,
            (z, y) => [(nn.functional.cross_entropy(z, y, reduction: nn.Reduction.Sum), 1.0 / images.Count)],
            task.Cancellation
        );
        return cat([.. sums.Select(static sum => sum.flatten())]).MoveToOuterDisposeScope();
    }
}
