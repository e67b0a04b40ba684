namespace Lethe.Metrics;

/// <summary>
/// Average precision: <c>AP = sum_k (R_k - R_{k-1}) P_k</c> over all thresholds k from the highest score down, R the share of the fakes
/// that is caught and P the
/// share of fakes among what is called fake.
/// <para>Needs: labels (true is fake) and scores. Direction: higher is better; chance is the share of fakes, so it does not compare between
/// sets.</para>
/// </summary>
public static class AveragePrecision
{
    /// <returns>0 to 1; NaN if there is no fake.</returns>
    /// <exception cref="ArgumentException">Unequal lengths, or a score that is not a number.</exception>
    public static double Of(bool[] isFake, double[] scores)
    {
        var fakes = (double)isFake.Count(static fake => fake);
        double sum = 0,
            before = 0;
        foreach (var (caught, accused) in RocCurve.Points(isFake, scores))
        {
            sum += (caught - before) / fakes * caught / (caught + accused);
            before = caught;
        }
        return fakes == 0 ? double.NaN : sum;
    }
}
