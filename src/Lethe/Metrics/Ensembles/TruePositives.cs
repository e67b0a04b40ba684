namespace Lethe.Metrics.Ensembles;

/// <summary>
/// What an attack catches while it accuses few in error: the largest share of positives at or above a threshold that leaves at most a share
/// <c>a</c> of the negatives there. No interpolation; samples of one score cross a threshold together.
/// </summary>
public static class TruePositives
{
    /// <param name="positives">Scores; higher is more positive.</param>
    /// <param name="negatives">Likewise.</param>
    /// <param name="falsePositives">a, 0 to 1.</param>
    /// <returns>0 to 1; null with fewer than 1 / a negatives, among which no such share can be seen.</returns>
    public static double? At(IReadOnlyCollection<double> positives, IReadOnlyCollection<double> negatives, double falsePositives)
    {
        if (positives.Count == 0 || (falsePositives > 0 && negatives.Count * falsePositives < 1 - 1e-9))
        {
            return null;
        }
        var ordered = negatives.OrderDescending().ToList();
        var allowed = (int)Math.Floor((falsePositives * ordered.Count) + 1e-9);
        // Above the first negative that may not be accused.
        return allowed >= ordered.Count ? 1 : (double)positives.Count(score => score > ordered[allowed]) / positives.Count;
    }
}
