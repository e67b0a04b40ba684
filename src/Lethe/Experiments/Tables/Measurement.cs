using System.Text.Json.Serialization;
using Lethe.Experiments.Records;
using Lethe.Metrics;

namespace Lethe.Experiments.Tables;

/// <summary>A number measured with one or more seeds.</summary>
/// <param name="Mean">Over the seeds.</param>
/// <param name="Std">Sample standard deviation (divided by n - 1); null for a single seed.</param>
/// <param name="Count">How many seeds.</param>
public sealed record Measurement(double Mean, double? Std, int Count)
{
    /// <summary>Ends of the 95 % interval over the test videos, the mean over the seeds; null where none was computed.</summary>
    public (double Low, double High)? Interval { get; init; }

    /// <summary>
    /// Ends of the 95 % interval that a statement may rest on: over the seeds, made wider where that over the test videos reaches further.
    /// Null for a single seed, which says nothing of the next.
    /// </summary>
    [JsonIgnore]
    public (double Low, double High)? Range
    {
        get
        {
            if (Std is not { } std)
            {
                return null;
            }
            // mean ± t s / sqrt(n)
            var half = StudentT.Quantile95(Count - 1) * std / Math.Sqrt(Count);
            var (low, high) = Interval ?? (Mean, Mean);
            return (Math.Min(Mean - half, low), Math.Max(Mean + half, high));
        }
    }

    /// <summary>The same less a number.</summary>
    public Measurement Less(double number) =>
        this with
        {
            Mean = Mean - number,
            Interval = Interval is { } at ? (at.Low - number, at.High - number) : null,
        };

    /// <summary>
    /// The same with the mean of the seeds' own intervals, <c>METRIC.low</c> and <c>METRIC.high</c>, if every record has them.
    /// </summary>
    public Measurement WithIntervals(IReadOnlyCollection<RunRecord> records, string metric)
    {
        var (low, high) = ($"{metric}.low", $"{metric}.high");
        return records.Count > 0 && records.All(record => record.Metrics.ContainsKey(low) && record.Metrics.ContainsKey(high))
            ? this with
            {
                Interval = (records.Average(record => record.Metrics[low]), records.Average(record => record.Metrics[high])),
            }
            : this;
    }

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
