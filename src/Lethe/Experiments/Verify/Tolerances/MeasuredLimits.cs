using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Tolerances;

/// <summary>
/// Measures <see cref="ToleranceLimits"/>: a cell beside the same cell with another seed, and beside the same cell of another machine. Of
/// each pair the number that is furthest apart counts, in standard deviations that are told without it.
/// </summary>
internal static class MeasuredLimits
{
    /// <summary>Of honest pairs, as many lie within the limit.</summary>
    public const double Within = 0.95;

    private static readonly ToleranceLimits Unit = new("", [], 1, []);

    private const string About =
        "How many standard deviations of seeds the furthest number of an honest cell lies off, in 95 of 100 pairs of seeds. Another "
        + "processor moves the same seed less than that: see the sources.";

    /// <param name="records">With several seeds.</param>
    /// <param name="elsewhere">The same cells by another machine; their settings may be named otherwise.</param>
    public static ToleranceLimits Of(
        (string Name, IReadOnlyList<RunRecord> Records) records,
        (string Name, IReadOnlyList<RunRecord> Records) elsewhere
    )
    {
        var book = new ToleranceBook(records.Records, Unit);
        var seeds = PairsOfSeeds(records.Records, book);
        var machines = Pairs(records.Records, elsewhere.Records).ToList();
        var measured = Of(records.Records);
        return measured with { Sources = [Source(records.Name, "other seeds", seeds), Source(records.Name, elsewhere.Name, machines)] };

        ToleranceSource Source(string name, string against, List<(RunRecord, RunRecord)> pairs)
        {
            double[] all = [.. pairs.SelectMany(pair => Distances(pair.Item1, pair.Item2, book)).Where(double.IsFinite)];
            return new(
                name,
                against,
                pairs.Count,
                Math.Round(Math.Sqrt(all.Average(static one => one * one)), 2),
                Math.Round(
                    pairs.Count(pair => Furthest(pair.Item1, pair.Item2, book) <= measured.Of(pair.Item1.Cell.Experiment))
                        / (double)pairs.Count,
                    3
                )
            );
        }
    }

    /// <summary>A cell's records by two machines, where the data set, network, method, class and seed name one cell in both.</summary>
    public static IEnumerable<(RunRecord One, RunRecord Other)> Pairs(IReadOnlyList<RunRecord> records, IReadOnlyList<RunRecord> elsewhere)
    {
        var known = elsewhere.ToLookup(static record => Key(record.Cell));
        return records
            .GroupBy(static record => Key(record.Cell))
            .Where(same => same.Count() == 1 && known[same.Key].Count() == 1)
            .Select(same => (same.Single(), known[same.Key].Single()));
    }

    /// <summary>Of these records alone.</summary>
    public static ToleranceLimits Of(IReadOnlyList<RunRecord> records)
    {
        var book = new ToleranceBook(records, Unit);
        var limits = new SortedDictionary<string, double>(
            PairsOfSeeds(records, book)
                .GroupBy(static pair => pair.One.Cell.Experiment)
                .ToDictionary(
                    static same => same.Key,
                    same => Math.Round(Quantile([.. same.Select(pair => Furthest(pair.One, pair.Other, book))], Within), 1)
                ),
            StringComparer.Ordinal
        );
        return new(About, [], limits.Values.Max(), limits);
    }

    private static List<(RunRecord One, RunRecord Other)> PairsOfSeeds(IReadOnlyList<RunRecord> records, ToleranceBook book) =>
        [.. records.SelectMany(record => book.Siblings.Of(record).Select(other => (record, other)))];

    private static double Furthest(RunRecord one, RunRecord other, ToleranceBook book) =>
        Distances(one, other, book).DefaultIfEmpty(0).Max();

    private static IEnumerable<double> Distances(RunRecord one, RunRecord other, ToleranceBook book) =>
        from metric in one.Metrics
        where ToleranceBook.IsJudged(metric.Key) && other.Metrics.ContainsKey(metric.Key)
        let distance = Math.Abs(metric.Value - other.Metrics[metric.Key])
        let spread = book.Of(one, metric.Key)
        where spread is not null
        select distance == 0 ? 0 : distance / spread.Value;

    private static double Quantile(double[] values, double share)
    {
        Array.Sort(values);
        return values[Math.Min(values.Length - 1, (int)Math.Ceiling(share * values.Length) - 1)];
    }

    private static string Key(Cell cell) =>
        FormattableString.Invariant(
            $"{cell.Experiment} {cell.Dataset} {cell.Model} {cell.Method} {cell.Profile} {cell.Forgotten} {cell.Seed}"
        );
}
