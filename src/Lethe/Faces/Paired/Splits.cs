using Lethe.Runtime;

namespace Lethe.Faces.Paired;

/// <summary>Splits frames so that nobody's face is in two parts.</summary>
public static class Splits
{
    // A swap needs a donor from the same part.
    private const int FewestInAPart = 2;

    /// <summary>Which part each identity belongs to: the names in order, shuffled by the seed, then cut.</summary>
    /// <param name="identities">In any order; those that occur several times count once.</param>
    /// <param name="seed">The same names, seed and shares always give the same parts.</param>
    /// <param name="shares">Null for 70/15/15. A part that is to have any gets at least two identities.</param>
    /// <exception cref="LetheException">Too few identities, or shares that do not sum to 1 (<see cref="ExitCode.Usage"/>).</exception>
    public static IReadOnlyDictionary<string, SplitPart> Parts(IEnumerable<string> identities, int seed, SplitShares? shares = null)
    {
        shares ??= SplitShares.Default;
        if (
            new[] { shares.Train, shares.Validation, shares.Test }.Any(static share => !(share >= 0))
            || Math.Abs(shares.Train + shares.Validation + shares.Test - 1) > 1e-9
        )
        {
            throw LetheException.Usage(
                FormattableString.Invariant(
                    $"The shares of a split are three numbers from 0 on that sum to 1, not {shares.Train}, {shares.Validation} "
                ) + FormattableString.Invariant($"and {shares.Test}.")
            );
        }
        var names = identities.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var (validation, test) = (Count(shares.Validation), Count(shares.Test));
        var train = names.Length - validation - test;
        if (train < 0 || (shares.Train > 0 && train < FewestInAPart))
        {
            throw LetheException.Usage(
                $"{names.Length} identities are too few for a split by identity: every part needs at least {FewestInAPart}. "
                    + $"Take more faces."
            );
        }
        var order = RandomStream.For(seed, "split by identity").Permutation(names.Length);
        return order
            .Index()
            .ToDictionary(
                at => names[at.Item],
                at =>
                    at.Index < train ? SplitPart.Train
                    : at.Index < train + validation ? SplitPart.Validation
                    : SplitPart.Test,
                StringComparer.Ordinal
            );

        int Count(double share) => share > 0 ? Math.Max(FewestInAPart, (int)Math.Round(share * names.Length)) : 0;
    }

    /// <summary>Splits frames. Donors are of the same part too if seed and shares are those that the clips were made with.</summary>
    /// <inheritdoc cref="Parts" path="/exception"/>
    public static PairedSplit ByIdentity(IReadOnlyList<PairedFrame> frames, int seed = 0, SplitShares? shares = null)
    {
        var parts = Parts(frames.Select(static frame => frame.Identity), seed, shares);
        return new(Rows(SplitPart.Train), Rows(SplitPart.Validation), Rows(SplitPart.Test));

        int[] Rows(SplitPart part) => [.. frames.Index().Where(at => parts[at.Item.Identity] == part).Select(static at => at.Index)];
    }

    /// <summary>Of each part, the real frames and those of one family: what the paper trains and tests one data set on.</summary>
    /// <exception cref="LetheException">No frame is of that family (<see cref="ExitCode.Usage"/>).</exception>
    public static PairedSplit ForFamily(IReadOnlyList<PairedFrame> frames, PairedSplit split, string family)
    {
        return frames.Any(frame => frame.IsFake && frame.Family == family)
            ? new(Some(split.Train), Some(split.Validation), Some(split.Test))
            : throw LetheException.Usage(
                $"There are no frames of the family '{family}'; there are "
                    + $"{string.Join(", ", frames.Where(static frame => frame.IsFake).Select(static frame => frame.Family).Distinct().Order(StringComparer.Ordinal))}."
            );

        int[] Some(IReadOnlyList<int> rows) => [.. rows.Where(row => !frames[row].IsFake || frames[row].Family == family)];
    }
}
