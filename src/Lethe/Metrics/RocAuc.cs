namespace Lethe.Metrics;

/// <summary>
/// Area under the ROC curve: the chance that a fake is scored above a real one, ties counting half,
/// <c>AUC = 1 / (n1 n0) sum_k (FP_k - FP_{k-1}) (TP_k + TP_{k-1}) / 2</c> over all thresholds k from the highest score down.
/// <para>Needs: labels (true is fake) and scores (higher is more fake). Direction: higher is better, 0.5 is chance.</para>
/// <para>Source: Hanley and McNeil, Radiology 143, 1982. Over frames it is the frame AUC; over means of each video's frames the video
/// AUC.</para>
/// </summary>
public static class RocAuc
{
    /// <returns>0 to 1; NaN if one of the classes is missing.</returns>
    /// <exception cref="ArgumentException">Unequal lengths, or a score that is not a number.</exception>
    public static double Of(bool[] isFake, double[] scores)
    {
        double area = 0;
        (int Caught, int Accused) before = default;
        foreach (var point in RocCurve.Points(isFake, scores))
        {
            area += (point.Accused - before.Accused) * (point.Caught + before.Caught) / 2.0;
            before = point;
        }
        return area / ((double)before.Caught * before.Accused); // at the last threshold all fakes are caught and all real ones accused
    }
}
