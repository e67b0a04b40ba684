using Lethe.Data;
using Lethe.Models;
using TorchSharp;

namespace Lethe.Metrics;

/// <summary>
/// Linear centred kernel alignment (CKA): whether two layers see the same likenesses among images, whatever their widths. 1 for layers
/// equal up to rotation and scale, 0 for unrelated ones (Kornblith et al., ICML 2019, arXiv 1905.00414).
/// </summary>
public static class KernelAlignment
{
    /// <summary><c>CKA(X, Y) = |Y'X|^2 / (|X'X| |Y'Y|)</c>, columns centred, by the Gram matrices.</summary>
    /// <param name="one">X, N x anything; each image is one row.</param>
    /// <param name="other">Y, with the same N.</param>
    /// <returns>0 to 1; NaN where one of them is the same for all images.</returns>
    /// <exception cref="ArgumentException">Not as many images.</exception>
    public static double Of(Tensor one, Tensor other)
    {
        if (one.shape[0] != other.shape[0])
        {
            throw new ArgumentException($"{one.shape[0]} images cannot be aligned with {other.shape[0]}.", nameof(other));
        }
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (k, l) = (Gram(one), Gram(other));
        return (k * l).sum().item<double>() / Math.Sqrt((k * k).sum().item<double>() * (l * l).sum().item<double>());
    }

    /// <summary>Stage by stage, the head last.</summary>
    /// <returns>By the names of <see cref="Classifier.Stages"/>, and <c>head</c>.</returns>
    /// <exception cref="ArgumentException">Networks of different kinds.</exception>
    public static IReadOnlyList<(string Stage, double Alignment)> Of(
        Classifier one,
        Classifier other,
        ImageSubset images,
        Precision precision = Precision.Float32
    )
    {
        if (!one.Stages.SequenceEqual(other.Stages))
        {
            throw new ArgumentException("The stages of two networks of different kinds have no order in common.", nameof(other));
        }
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var input = images.Fresh().Read([.. Enumerable.Range(0, images.Count).Select(static row => (long)row)], precision.Type()).Images;
        return [.. Aligned(one, other, input), ("head", Of(Head(one), Head(other)))];

        Tensor Head(Classifier model) => model.Head.forward(Prediction.Features(model, images.Fresh(), precision));
    }

    private static IEnumerable<(string Stage, double Alignment)> Aligned(Classifier one, Classifier other, Tensor images)
    {
        var (x, y) = (images, images);
        foreach (var (stage, name) in one.Stages.Index())
        {
            (x, y) = (one.Stage(stage, x), other.Stage(stage, y));
            yield return (name, Of(x, y));
        }
    }

    // Xc Xc', N x N: what survives of X is how alike two images are.
    private static Tensor Gram(Tensor x)
    {
        var rows = x.reshape(x.shape[0], -1).to(ScalarType.Float64);
        var centred = rows - rows.mean([0L], keepdim: true);
        return centred.matmul(centred.t());
    }
}
