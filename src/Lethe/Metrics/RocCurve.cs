namespace Lethe.Metrics;

/// <summary>What a detector catches and whom it accuses, threshold by threshold.</summary>
internal static class RocCurve
{
    /// <summary>
    /// Calls everything a fake whose score is at least a threshold, for every threshold from the highest score down: how many fakes are then caught, and how
    /// many real ones accused. Samples of one score cross together.
    /// </summary>
    /// <exception cref="ArgumentException">Unequal lengths, or a score that is not a number.</exception>
    public static IEnumerable<(int Caught, int Accused)> Points(bool[] isFake, double[] scores)
    {
        var order = Ascending(isFake.Length, scores);
        int caught = 0, accused = 0;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            _ = isFake[order[i]] ? caught++ : accused++;
            if (i == 0 || scores[order[i - 1]] != scores[order[i]])
            {
                yield return (caught, accused);
            }
        }
    }

    private static int[] Ascending(int labels, double[] scores)
    {
        if (labels != scores.Length)
        {
            throw new ArgumentException($"There are {labels} labels and {scores.Length} scores.");
        }
        var (keys, order) = ((double[])scores.Clone(), new int[scores.Length]);
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = !double.IsNaN(keys[i]) ? i : throw new ArgumentException($"Score {i} is not a number.");
        }
        Array.Sort(keys, order);
        return order;
    }
}
