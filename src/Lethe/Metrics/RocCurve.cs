namespace Lethe.Metrics;

/// <summary>What a detector catches and whom it accuses, threshold by threshold.</summary>
internal static class RocCurve
{
    /// <summary>
    /// Calls everything a fake whose score is at least a threshold, for every threshold from the highest score down: how many fakes are
    /// then caught, and how
    /// many real ones accused. Samples of one score cross together.
    /// </summary>
    /// <exception cref="ArgumentException">Unequal lengths, or a score that is not a number.</exception>
    public static IEnumerable<(int Caught, int Accused)> Points(bool[] isFake, double[] scores)
    {
        var (fakes, ordered) = Ascending(isFake, scores);
        int caught = 0,
            accused = 0;
        for (var i = ordered.Length - 1; i >= 0; i--)
        {
            _ = fakes[i] ? caught++ : accused++;
            if (i == 0 || ordered[i - 1] != ordered[i])
            {
                yield return (caught, accused);
            }
        }
    }

    // The labels are sorted along with the scores, so that whoever walks through them walks through memory in order.
    private static (bool[] Fakes, double[] Scores) Ascending(bool[] isFake, double[] scores)
    {
        if (isFake.Length != scores.Length)
        {
            throw new ArgumentException($"There are {isFake.Length} labels and {scores.Length} scores.");
        }
        if (Array.FindIndex(scores, double.IsNaN) is var none && none >= 0)
        {
            throw new ArgumentException($"Score {none} is not a number.");
        }
        var (fakes, ordered) = ((bool[])isFake.Clone(), (double[])scores.Clone());
        Array.Sort(ordered, fakes);
        return (fakes, ordered);
    }
}
