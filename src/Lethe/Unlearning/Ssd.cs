using System.ComponentModel.DataAnnotations;
using Lethe.Data;

namespace Lethe.Unlearning;

/// <summary>
/// Selective Synaptic Dampening (Foster, Schoepf and Brintrup, AAAI 2024), and its label-free and adaptive forms (LFSSD, ASSD, both 2024):
/// weights that matter more for D_f than for all images are made smaller, in one stroke and without any training.
/// </summary>
/// <remarks>
/// As in the authors' code (if-loops/selective-synaptic-dampening), which squares gradients of whole batches, D_r first, then D_f; a batch
/// size of 1 squares those of single images. No batch here holds both. Their alpha of 10 (of LFSSD too) cannot select anything when one of
/// ten balanced classes is forgotten, which they never ran: no ratio of importances is above n / n_f. The default is below that.
/// </remarks>
public sealed record Ssd : IUnlearningMethod
{
    public string Name =>
        Importance is SsdImportance.LabelFree ? "lfssd"
        : Importance is SsdImportance.Adaptive ? "assd"
        : "ssd";

    public string Title => Name.ToUpperInvariant();

    public bool IsInPaper => false;

    public bool IsRival => true;

    public DataAccess Reads => DataAccess.Both;

    public SsdImportance Importance { get; init; }

    /// <summary>Ratio of the importances above which a weight is dampened; ASSD finds its own.</summary>
    public double Alpha { get; init; } = 8;

    public double Lambda { get; init; } = 1;

    [Range(1, int.MaxValue)]
    public int BatchSize { get; init; } = 128;

    /// <summary>Images of D_r, drawn once; 0 for all.</summary>
    public int MaxRetain { get; init; }

    public SearchSpace Space =>
        Importance == SsdImportance.Adaptive
            ? SearchSpace.None
            : SearchSpace
                // No ratio of importances is larger when one class of ten is forgotten.
                .None.Log("alpha", 1, 10, static (Ssd one, double value) => one with { Alpha = value })
                .OneOf("lambda", [0.1, 0.3, 1], static (Ssd one, double value) => one with { Lambda = value });

    public IUnlearningMethod For(Profile profile) => this with { MaxRetain = profile.Of(0, 2000, 27_000, 0) };

    public void Unlearn(UnlearningTask task)
    {
        using var scope = NewDisposeScope();
        task.Model.eval();
        var retain = MaxRetain == 0 ? task.Retain : task.Retain.Take(MaxRetain, RandomStream.For(task.Seed, "retained"));
        // I_D = (B_r I_r + B_f I_f) / (B_r + B_f), B the numbers of batches of the whole sets
        var (ofForget, ofRetain) = (MeanOver(task, task.Forget), MeanOver(task, retain));
        var share = (double)Batches(task.Forget) / (Batches(task.Forget) + Batches(task.Retain));
        var ofAll = ofForget.Zip(ofRetain, (f, r) => (share * f) + ((1 - share) * r)).ToArray();
        var sizes = (task.Forget.Count, task.Forget.Count + task.Retain.Count);
        var alpha = Importance == SsdImportance.Adaptive ? AdaptiveThreshold.Of(ofAll, ofForget, sizes) : Alpha;
        var dampened = 0L;
        using var noGrad = no_grad();
        foreach (var (parameter, (all, forget)) in task.Model.parameters().Zip(ofAll.Zip(ofForget)))
        {
            parameter.copy_(Dampened(parameter, all, forget, alpha, Lambda));
            dampened += (forget > alpha * all).sum().item<long>();
        }
        task.Figures["alpha"] = alpha;
        task.Figures["dampened"] = dampened;
    }

    /// <summary><c>theta min(1, lambda I_D / I_f)</c> where <c>I_f > alpha I_D</c>, else theta.</summary>
    internal static Tensor Dampened(Tensor theta, Tensor all, Tensor forget, double alpha, double lambda) =>
        where(forget > alpha * all, theta * (lambda * all / forget).clamp_max(1), theta);

    // I = 1/B sum_batches (dL / d theta)^2, of a thousandfold loss so that small ones do not vanish; LFSSD |dL / d theta|
    private Tensor[] MeanOver(UnlearningTask task, ImageSubset images)
    {
        var weight = 1.0 / Batches(images);
        return Importance == SsdImportance.LabelFree
            ? GradientSum.Absolute.Of(task.Model, images, BatchSize, task.Precision, (z, _) => [(z.square().sum(1).mean(), weight)])
            : GradientSum.Squares.Of(
                task.Model,
                images,
                BatchSize,
                task.Precision,
                (z, y) => [(1000 * nn.functional.cross_entropy(z, y), weight)]
            );
    }

    private int Batches(ImageSubset images) => (images.Count + BatchSize - 1) / BatchSize;
}
