namespace Lethe.Metrics;

/// <summary>
/// Area under the ROC curve: the chance that a fake is scored above a real one, ties counting half,
/// <c>AUC = (sum of the ranks of the fakes - n1 (n1 + 1) / 2) / (n1 n0)</c> with mean ranks for ties.
/// <para>Needs: labels (true is fake) and scores (higher is more fake). Direction: higher is better, 0.5 is chance.</para>
/// <para>Source: Hanley and McNeil, Radiology 143, 1982. Over frames it is the frame AUC; over means of each video's frames the video AUC.</para>
/// </summary>
public static class RocAuc
{
    /// <returns>0 to 1; NaN if one of the classes is missing.</returns>
    /// <exception cref="ArgumentException">Unequal lengths, or a score that is not a number.</exception>
    public static double Of(ReadOnlySpan<bool> isFake, ReadOnlySpan<double> scores)
    {
        var order = ScoreOrder.Ascending(isFake.Length, scores);
        double ranks = 0, fakes = 0;
        for (var from = 0; from < order.Length;)
        {
            var to = from + 1;
            while (to < order.Length && scores[order[to]] == scores[order[from]])
            {
                to++;
            }
            var meanRank = (from + 1 + to) / 2.0;
            for (; from < to; from++)
            {
                if (isFake[order[from]])
                {
                    (ranks, fakes) = (ranks + meanRank, fakes + 1);
                }
            }
        }
        return (ranks - (fakes * (fakes + 1) / 2)) / (fakes * (order.Length - fakes));
    }
}
