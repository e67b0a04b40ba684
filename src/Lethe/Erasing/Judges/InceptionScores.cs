using Lethe.Metrics;

namespace Lethe.Erasing.Judges;

/// <summary>FID and KID of two sets of pictures, with how many there were: neither says much without.</summary>
/// <param name="Fid">Lower is more alike.</param>
/// <param name="Kid">Mean over random subsets, about 0 for pictures of one kind; not multiplied by 1000. Null where a set is smaller than a
/// subset.</param>
public sealed record InceptionScores(double Fid, double? Kid, double? KidDeviation, long First, long Second)
{
    /// <summary>Pictures in each of the 100 subsets of KID.</summary>
    public const int SubsetSize = 1000;

    /// <summary>What to read beside the numbers; null where both sets are large enough.</summary>
    public string? Note =>
        Math.Min(First, Second) is var least && least >= InceptionV3.Features
            ? null
            : $"FID of {First} and {Second} pictures: below {InceptionV3.Features} their covariance is singular and FID too "
                + $"high, so compare it only with FID of as "
                + $"many{(Kid is null ? $"; KID needs {SubsetSize} each and was not computed" : "")}.";

    /// <param name="a">N x 2048, from <see cref="InceptionFeatures"/>.</param>
    /// <param name="b">M x 2048.</param>
    /// <exception cref="ArgumentException">Not two such matrices of two rows or more.</exception>
    public static InceptionScores Of(Tensor a, Tensor b, int seed = 0)
    {
        if (a.dim() != 2 || b.dim() != 2 || a.shape[1] != InceptionV3.Features || b.shape[1] != InceptionV3.Features)
        {
            throw new ArgumentException(
                $"FID is of {InceptionV3.Features} numbers a picture, not of {string.Join(" x ", a.shape)} and "
                    + $"{string.Join(" x ", b.shape)}."
            );
        }
        var fid = FrechetDistance.Of(a, b);
        (double Mean, double Deviation)? kid =
            Math.Min(a.shape[0], b.shape[0]) < SubsetSize ? null : KernelDistance.Of(a, b, size: SubsetSize, seed: seed);
        return new(fid, kid?.Mean, kid?.Deviation, a.shape[0], b.shape[0]);
    }
}
