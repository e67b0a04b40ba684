namespace Lethe.Metrics.Ensembles;

/// <summary>
/// <c>s = ln N(phi; m_in, v_in) - ln N(phi; m_out, v_out)</c>: how much likelier a margin is among unlearned networks than among retrained
/// ones, each a normal distribution. <c>1 / (1 + exp(-s))</c> is the probability that the network was unlearned.
/// </summary>
public readonly record struct GaussianRatio
{
    private const double LeastDeviation = 1e-10;

    private readonly double mean,
        deviation,
        otherMean,
        otherDeviation;

    /// <param name="unlearned">Mean and standard deviation of the margins; likewise <paramref name="retrained"/>.</param>
    public GaussianRatio((double Mean, double Deviation) unlearned, (double Mean, double Deviation) retrained)
    {
        (mean, deviation) = (unlearned.Mean, unlearned.Deviation + LeastDeviation);
        (otherMean, otherDeviation) = (retrained.Mean, retrained.Deviation + LeastDeviation);
    }

    /// <summary>Fitted to margins, with standard deviations over n - 1.</summary>
    /// <param name="unlearned">Two or more; likewise <paramref name="retrained"/>.</param>
    public static GaussianRatio Fit(ReadOnlySpan<double> unlearned, ReadOnlySpan<double> retrained)
    {
        var ((m, v), (mean, variance)) = (GaussianKlom.Moments(unlearned), GaussianKlom.Moments(retrained));
        return new((m, Math.Sqrt(v)), (mean, Math.Sqrt(variance)));
    }

    public double Of(double margin) => LogDensity(margin, mean, deviation) - LogDensity(margin, otherMean, otherDeviation);

    private static double LogDensity(double value, double mean, double deviation) =>
        -Math.Log(deviation) - ((value - mean) * (value - mean) / (2 * deviation * deviation));
}
