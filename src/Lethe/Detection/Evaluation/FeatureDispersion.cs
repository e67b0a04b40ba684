using Lethe.Faces.Paired;

namespace Lethe.Detection.Evaluation;

/// <summary>Do the features of one face lie together at all qualities, and the classes apart?</summary>
/// <param name="WithinInstance">Mean distance of the features of one instance at two qualities.</param>
/// <param name="BetweenClasses">Of a real and a fake image, at any qualities.</param>
/// <param name="Silhouette">Mean of <c>(b - a) / max(a, b)</c>, a the mean distance of an image to its own class and b to the other
/// (Rousseeuw 1987).</param>
public sealed record FeatureDispersion(double WithinInstance, double BetweenClasses, double Silhouette)
{
    private const int Block = 256; // rows of the matrix of distances at a time

    /// <summary>Lower is more alike across qualities.</summary>
    public double Ratio => WithinInstance / BetweenClasses;

    /// <param name="features">M x N x d.</param>
    /// <exception cref="ArgumentException">Fewer than two qualities, or than two frames of a class.</exception>
    public static FeatureDispersion Of(Tensor features, IReadOnlyList<PairedFrame> frames)
    {
        var (qualities, fakes) = ((int)features.shape[0], frames.Count(static frame => frame.IsFake));
        if (features.dim() != 3 || features.shape[1] != frames.Count || qualities < 2 || fakes < 2 || frames.Count - fakes < 2)
        {
            throw new ArgumentException(
                $"Wanted features of two or more qualities, of two or more frames of each class, got "
                    + $"[{string.Join(", ", features.shape)}] and {fakes} fake of {frames.Count} frames."
            );
        }
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var x = features.to(ScalarType.Float64);
        var pairs =
            from tau in Enumerable.Range(0, qualities)
            from rho in Enumerable.Range(tau + 1, qualities - tau - 1)
            select (x[tau] - x[rho]).norm(1).mean().item<double>();
        var rows = x.flatten(0, 1);
        var fake = tensor(frames.Select(static frame => frame.IsFake ? 1.0 : 0.0).ToArray()).repeat(qualities);
        var members = stack([1 - fake, fake], 1); // M*N x (real, fake)
        // Of each row, the sum of its distances to each class.
        var sums = cat([.. rows.split(Block).Select(Sums)]);
        var counts = members.sum([0]);
        var own = (sums * members).sum(1) / ((members * counts).sum(1) - 1); // without the image itself, at distance 0
        var other = (sums * (1 - members)).sum(1) / ((1 - members) * counts).sum(1);
        return new(
            pairs.Average(),
            ((other * fake).sum() / fake.sum()).item<double>(),
            ((other - own) / maximum(own, other).clamp_min(1e-300)).mean().item<double>()
        );

        Tensor Sums(Tensor block)
        {
            using var distances = cdist(block, rows); // the largest there is here
            return distances.matmul(members);
        }
    }
}
