using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>A number outside its own interval. Bootstrap may do that to a biased one, as average precision is; to others it does
/// not.</summary>
internal static class IntervalCheck
{
    private const double Rare = 0.01; // of the intervals of one kind

    public static IEnumerable<Suspicion> Of(IReadOnlyList<RunRecord> records)
    {
        var all =
            from record in records
            from metric in record.Metrics
            let low = record.Value($"{metric.Key}.low")
            let high = record.Value($"{metric.Key}.high")
            where low is not null && high is not null
            select (Name: metric.Key, metric.Value, Low: low.Value, High: high.Value, Record: record);
        foreach (var kind in all.GroupBy(static one => one.Name.Split('.')[^1]))
        {
            var outside = kind.Where(static one => one.Value < one.Low || one.Value > one.High).ToList();
            foreach (var one in outside.Where(_ => outside.Count <= Rare * kind.Count()))
            {
                var text = FormattableString.Invariant(
                    $"{one.Name} = {one.Value:G6} lies outside its interval, {one.Low:G6} to {one.High:G6}"
                );
                yield return new(one.Record, "interval", text, IsProof: false);
            }
        }
    }
}
