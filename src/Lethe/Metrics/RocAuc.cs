namespace Lethe.Metrics;

/// <summary>
/// Area under the ROC curve: the chance that a fake is scored above a real one, ties counting half, <c>AUC = 1 / (n1 n0) sum_k (FP_k -
/// FP_{k-1}) (TP_k + TP_{k-1}) / 2</c> over all thresholds k from the highest score down.
/// <para>Higher is better, 0.5 is chance. Over frames it is the frame AUC; over means of each video's frames the video AUC.</para>
/// <para>Source: Hanley and McNeil, Radiology 143, 1982.</para>
/// </summary>
public static class RocAuc
{
    /// <param name="isFake">True is fake.</param>
    /// <param name="scores">Higher is more fake.</param>
    /// <returns>0 to 1; NaN if one of the classes is missing.</returns>
    /// <exception cref="ArgumentException">Unequal lengths, or a score that is not a number.</exception>
    public static double Of(bool[] isFake, double[] scores)
    {
        if (isFake.Length != scores.Length)
        {
            throw new ArgumentException($"There are {isFake.Length} labels and {scores.Length} scores.");
        }
        if (Array.FindIndex(scores, double.IsNaN) is var none && none >= 0)
        {
            throw new ArgumentException($"Score {none} is not a number.");
        }
        // The labels are sorted along with the scores, so that the walk goes through memory in order.
        var (fakes, ordered) = ((bool[])isFake.Clone(), (double[])scores.Clone());
        Array.Sort(ordered, fakes);
        double area = 0,
            caught = 0,
            accused = 0;
        (double Caught, double Accused) before = default;
        for (var i = ordered.Length - 1; i >= 0; i--)
        {
            _ = fakes[i] ? caught++ : accused++;
            if (i == 0 || ordered[i - 1] != ordered[i]) // samples of one score cross a threshold together
            {
                area += (accused - before.Accused) * (caught + before.Caught) / 2;
                before = (caught, accused);
            }
        }
        return area / (caught * accused);
    }
}
