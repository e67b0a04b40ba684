using Lethe.Experiments.Records;

namespace Lethe.Experiments.Plans;

/// <summary>What gathering records came to.</summary>
/// <param name="Added">Records that were not there before.</param>
/// <param name="Cells">That have a record now.</param>
/// <param name="Failed">Of those, whose latest record says that it failed.</param>
/// <param name="Twice">A line for people on each cell that was computed more than once, with other results.</param>
public sealed record RecordMerge(int Added, int Cells, int Failed, IReadOnlyList<string> Twice)
{
    /// <summary>Gathers all records of some folders, and their arrays, in one. Idempotent.</summary>
    /// <exception cref="LetheException">Something there is no record, cannot be written, or another process is gathering there.</exception>
    public static RecordMerge Into(RecordStore target, IReadOnlyList<RecordStore> sources)
    {
        var before = target.Gathered;
        target.Take(sources.Where(source => source.Folder != target.Folder));
        if (!target.Fold())
        {
            throw LetheException.Unwritable($"Another process is gathering the records of {target.Folder}. Try again when it has ended.");
        }
        var all = target.All();
        var latest = target.Latest();
        return new(
            target.Gathered - before,
            latest.Count,
            latest.Count(static record => record.Status == RunStatus.Failed),
            [
                .. all.Where(static record => record.Status == RunStatus.Done)
                    .GroupBy(static record => record.Id)
                    .Select(Difference)
                    .OfType<string>(),
            ]
        );
    }

    // Seconds are never the same twice.
    private static string? Difference(IGrouping<string, RunRecord> same)
    {
        var widest = (
            from metric in same.First().Metrics.Keys
            where !metric.EndsWith("seconds", StringComparison.Ordinal)
            let each = same.Select(record => record.Metrics.GetValueOrDefault(metric, double.NaN)).ToList()
            orderby each.Max() - each.Min() descending
            select (Metric: metric, Values: each)
        ).FirstOrDefault();
        return widest.Values is not { Count: > 1 } values || values.Max().Equals(values.Min())
            ? null
            : $"{PlanFile.TitleOf(same.First().Cell)}: computed {values.Count} times, {widest.Metric} "
                + string.Create(CultureInfo.InvariantCulture, $"from {values.Min():G6} to {values.Max():G6} ")
                + $"({string.Join("; ", same.Select(static record => record.Provenance.Hardware).Distinct())})";
    }
}
