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

    /// <summary>A metric, or seconds, of the records that have it; null if none has.</summary>
    /// <param name="withInterval">With the mean of their own intervals, <c>METRIC.low</c> and <c>METRIC.high</c>, if all have them.</param>
    public static Measurement? Of(IEnumerable<RunRecord> records, string metric, bool withInterval = false)
    {
        var (found, low, high) = (records.Where(record => record.Value(metric) is not null).ToList(), $"{metric}.low", $"{metric}.high");
        var measured = Of([.. found.Select(record => record.Value(metric)!.Value)]);
        return withInterval && found.All(record => record.Metrics.ContainsKey(low) && record.Metrics.ContainsKey(high))
            ? measured is null
                ? null
                : measured with
                {
                    Interval = (found.Average(record => record.Metrics[low]), found.Average(record => record.Metrics[high])),
                }
            : measured;
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
