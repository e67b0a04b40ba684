namespace Lethe.Faces.Paired;

/// <summary>Splits so that nobody's face is in two parts.</summary>
public static class Splits
{
    // A swap needs a donor from the same part.
    private const int FewestInAPart = 2;

    /// <summary>Which part each identity belongs to: the names in order, shuffled by the seed, then cut.</summary>
    /// <param name="identities">In any order; those that occur several times count once.</param>
    /// <param name="seed">The same names, seed and shares always give the same parts.</param>
    /// <param name="shares">Null for 70/15/15. A part that is to have any gets at least two identities.</param>
    /// <exception cref="LetheException">Too few identities, or shares that do not sum to 1 (Usage).</exception>
    public static IReadOnlyDictionary<string, SplitPart> Parts(IEnumerable<string> identities, int seed, SplitShares? shares = null)
    {
        var (forTraining, forValidation, forTest) = shares ?? SplitShares.Default;
        if (!(forTraining >= 0 && forValidation >= 0 && forTest >= 0 && Math.Abs(forTraining + forValidation + forTest - 1) <= 1e-9))
        {
            var given = FormattableString.Invariant($"{forTraining}, {forValidation} and {forTest}");
            throw LetheException.Usage($"The shares of a split are three numbers from 0 on that sum to 1, not {given}.");
        }
        string[] names = [.. identities.Distinct().Order(StringComparer.Ordinal)];
        var (validation, test) = (Count(forValidation), Count(forTest));
        var train = names.Length - validation - test;
        if (train < 0 || (forTraining > 0 && train < FewestInAPart))
        {
            throw LetheException.Usage(
                $"{names.Length} identities are too few for a split by identity: every part needs at least {FewestInAPart}. "
                    + $"Take more faces."
            );
        }
        return RandomStream
            .For(seed, "split by identity")
            .Permutation(names.Length)
            .Index()
            .ToDictionary(
                at => names[at.Item],
                at =>
                    at.Index < train ? SplitPart.Train
                    : at.Index < train + validation ? SplitPart.Validation
                    : SplitPart.Test
            );

        int Count(double share) => share > 0 ? Math.Max(FewestInAPart, (int)Math.Round(share * names.Length)) : 0;
    }

    /// <summary>Of each part, the real frames and those of one family: what the paper trains and tests one data set on.</summary>
    /// <exception cref="LetheException">No frame is of that family (Usage).</exception>
    public static PairedSplit ForFamily(IReadOnlyList<PairedFrame> frames, PairedSplit split, string family)
    {
        var families = frames.Where(static frame => frame.IsFake).Select(static frame => frame.Family).ToHashSet();
        return families.Contains(family)
            ? new(Some(split.Train), Some(split.Validation), Some(split.Test))
            : throw LetheException.Usage(
                $"There are no frames of the family '{family}'; there are {string.Join(", ", families.Order(StringComparer.Ordinal))}."
            );

        int[] Some(IReadOnlyList<int> rows) => [.. rows.Where(row => !frames[row].IsFake || frames[row].Family == family)];
    }
}
