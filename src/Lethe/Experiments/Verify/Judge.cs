using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify;

/// <summary>Compares recomputed cells with their records. Times are never judged.</summary>
internal static class Judge
{
    // So many cells of one network must be equal to the last bit, and so large a share of them, for the rest to have to be.
    private const int FewestEqual = 3;
    private const double ShareEqual = 2.0 / 3;

    /// <summary>
    /// The verdict on a cell: equal to the last bit if the machine computes as the record's did, else within the tolerance.
    /// </summary>
    public static CellComparison Compare(RunRecord claimed, RunRecord now, ToleranceBook tolerances)
    {
        if (claimed.Status != now.Status)
        {
            return new(claimed, now, CellVerdict.Differs, [], $"{Word(claimed)} there, {Word(now)} here");
        }
        var mustEqual = IsSameArithmetic(claimed.Provenance, now.Provenance);
        return Compare(claimed, now, metric => mustEqual ? 0 : tolerances.Of(claimed, metric));
    }

    /// <summary>
    /// Where records do not name their processor: if cells of the same network, run and machine come out equal to the last bit, it is this
    /// machine's, and the others have to be equal too.
    /// </summary>
    public static IEnumerable<CellComparison> InView(IReadOnlyList<CellComparison> cells)
    {
        var kin = cells.ToLookup(static cell =>
            (
                cell.Claimed.Cell.Dataset,
                cell.Claimed.Cell.Model,
                cell.Claimed.Cell.Seed,
                cell.Claimed.Provenance.Commit,
                cell.Claimed.Provenance.Hardware,
                cell.Claimed.Provenance.Threads
            )
        );
        var strict = kin.Where(same => IsOfThisMachine([.. same]))
            .SelectMany(static same => same)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return cells.Select(cell =>
            cell.Verdict is CellVerdict.WithinSpread or CellVerdict.NotTold && strict.Contains(cell)
                ? Compare(cell.Claimed, cell.Recomputed, static _ => 0) with
                {
                    Why = "the other cells of its network came out equal to the last bit",
                }
                : cell
        );
    }

    private static bool IsOfThisMachine(IReadOnlyList<CellComparison> cells) =>
        cells.Count(static cell => cell.Verdict == CellVerdict.Same) is var equal
        && equal >= FewestEqual
        && equal >= ShareEqual * cells.Count;

    private static CellComparison Compare(RunRecord claimed, RunRecord now, Func<string, double?> toleranceOf)
    {
        List<MetricComparison> metrics =
        [
            .. from metric in claimed.Metrics
            where ToleranceBook.IsJudged(metric.Key) && now.Metrics.ContainsKey(metric.Key)
            select Compare(metric.Key, metric.Value, now.Metrics[metric.Key], toleranceOf(metric.Key)),
        ];
        return new(
            claimed,
            now,
            metrics.Select(static one => one.Verdict).DefaultIfEmpty(CellVerdict.NotTold).Max(),
            [.. metrics.OrderByDescending(static one => one.Verdict).ThenByDescending(Far)]
        );
    }

    private static MetricComparison Compare(string metric, double claimed, double now, double? tolerance) =>
        new(
            metric,
            claimed,
            now,
            tolerance,
            claimed.Equals(now) ? CellVerdict.Same
                : tolerance is null ? CellVerdict.NotTold
                : Math.Abs(claimed - now) <= tolerance ? CellVerdict.WithinSpread
                : CellVerdict.Differs
        );

    private static double Far(MetricComparison one) =>
        Math.Abs(one.Claimed - one.Recomputed) / Math.Max(one.Tolerance ?? 0, double.Epsilon);

    private static bool IsSameArithmetic(Provenance one, Provenance other) =>
        one.Processor is { } processor
        && processor == other.Processor
        && one.Threads == other.Threads
        && one.Precision == other.Precision
        && one.LibTorch == other.LibTorch;

    private static string Word(RunRecord record) => record.Status == RunStatus.Done ? "done" : $"failed ({record.Error})";
}
