namespace Lethe.Experiments;

/// <summary>A number measured with one or more seeds.</summary>
/// <param name="Mean">Over the seeds.</param>
/// <param name="Std">Sample standard deviation (divided by n - 1); null for a single seed.</param>
/// <param name="Count">How many seeds.</param>
public sealed record Measurement(double Mean, double? Std, int Count)
{
    /// <summary>Ends of the 95 % interval over the test videos, the mean over the seeds; null where none was computed.</summary>
    public (double Low, double High)? Interval { get; init; }

    /// <summary>Null if there are no values.</summary>
    public static Measurement? Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
        {
            return null;
        }
        var mean = values.Average();
        // s^2 = sum_i (x_i - mean)^2 / (n - 1)
        return new(mean, values.Count > 1 ? Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / (values.Count - 1)) : null, values.Count);
    }
}
