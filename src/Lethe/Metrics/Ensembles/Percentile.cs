namespace Lethe.Metrics.Ensembles;

/// <summary>A percentile of a sample, between two ordered values in proportion.</summary>
public static class Percentile
{
    /// <param name="share">0 to 1.</param>
    /// <returns>NaN for no values.</returns>
    public static double Of(IEnumerable<double> values, double share)
    {
        var ordered = values.Order().ToList();
        return BootstrapInterval.Quantile(ordered, share);
    }
}
