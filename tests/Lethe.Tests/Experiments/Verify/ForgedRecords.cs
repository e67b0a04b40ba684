using System.Globalization;
using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Checks;
using Lethe.Experiments.Verify.Tolerances;
using Lethe.Runtime;

namespace Lethe.Tests.Experiments.Verify;

/// <summary>
/// Falsifies records. Who does it edits <c>records.jsonl</c>, not the arrays; he who moves a number with care knows the rules and keeps
/// them within the record.
/// </summary>
internal sealed class ForgedRecords(IReadOnlyList<RunRecord> records, int seed)
{
    public const string Moved = "moved",
        Nudged = "nudged",
        Copied = "copied",
        Swapped = "swapped",
        Borrowed = "borrowed",
        Edited = "edited";

    /// <summary>All but <see cref="Nudged"/>, which lies within the tolerance.</summary>
    public static readonly string[] Kinds = [Moved, Copied, Swapped, Borrowed, Edited];

    // What tables show.
    private static readonly string[] Shown =
    [
        "D_tr",
        "US",
        "pooled.auc",
        "raw.auc",
        "accuracy",
        "ssim",
        "detected",
        "detected.attack",
        "sneaker.erased.ssim",
    ];

    private readonly RandomStream random = RandomStream.For(seed, "forge");
    private readonly ToleranceBook tolerances = new(records),
        deviations = new(records, new("", [], 1, []));
    private readonly RecordKin kin = new(records);
    private readonly ILookup<string, RunRecord> like = records.ToLookup(static record => record.Cell.Experiment);

    /// <summary>The records with so many of each kind falsified, none twice.</summary>
    public (IReadOnlyList<RunRecord> Records, IReadOnlyList<Forgery> Forged) Plant(int each, params string[] kinds)
    {
        var forged = new Dictionary<RunRecord, Forgery>(ByReference.Instance);
        foreach (var kind in kinds)
        {
            var made = Shuffled(records)
                .Where(record => !forged.ContainsKey(record))
                .Select(record => Forge(kind, record))
                .OfType<Forgery>();
            foreach (var forgery in made.Take(each))
            {
                forged[forgery.Honest] = forgery;
            }
        }
        return ([.. records.Select(record => forged.GetValueOrDefault(record)?.Forged ?? record)], [.. forged.Values]);
    }

    /// <summary>A record falsified in one way; null if that cannot be done to it.</summary>
    public Forgery? Forge(string kind, RunRecord record)
    {
        var (own, metrics) = (record.Cell, Shuffled(record.Metrics.Keys.Where(ToleranceBook.IsJudged)));
        var changes = kind switch
        {
            Moved => metrics.SelectMany(metric => Steps(record, metric, tolerances)),
            Nudged => metrics.SelectMany(metric => Steps(record, metric, deviations)),
            Copied => Sources(record, cell => cell.Method == own.Method && cell.Seed != own.Seed && Row(cell) == Row(own)),
            Swapped => Sources(record, cell => cell.Method != own.Method && cell.Seed == own.Seed && Row(cell) == Row(own)),
            Borrowed => Shown.Where(record.Metrics.ContainsKey).SelectMany(metric => Better(record, metric)),
            _ => random.Chance(0.5) ? metrics.SelectMany(metric => Digits(record, metric)) : Settings(record),
        };
        return changes.Select(change => new Forgery(kind, record, change.Forged, change.What)).FirstOrDefault();
    }

    // Three steps away, to a number that can be, with all that follows within the record; not one that itself follows from others.
    private IEnumerable<(RunRecord Forged, string What)> Steps(RunRecord record, string metric, ToleranceBook book)
    {
        var rules = RuleCheck.RulesOf(record.Cell.Experiment).Where(rule => rule.Applies(record, kin)).ToList();
        var step = book.Of(record, metric) ?? 0;
        if (step == 0 || rules.Exists(rule => rule.Metric == metric && !rule.IsLimit))
        {
            yield break;
        }
        var all = like[record.Cell.Experiment]
            .Where(other => other.Metrics.ContainsKey(metric))
            .Select(other => other.Metrics[metric])
            .ToList();
        var (low, high) = (Math.Min(0, all.Min()), all.Max() <= 1 ? 1 : Math.Max(NumberGrid.Whole, all.Max()));
        foreach (var sign in Shuffled<int>([1, -1]))
        {
            var value = record.Metrics[metric] + (sign * 3 * step);
            value = NumberGrid.Of(all) is { } parts ? Math.Round(value * parts / NumberGrid.Whole) / parts * NumberGrid.Whole : value;
            if (value >= low && value <= high)
            {
                var (forged, what) = With(record, metric, value);
                foreach (var rule in rules.Where(rule => rule.Fault(forged, kin) is not null))
                {
                    forged = With(forged, rule.Metric, rule.Value(forged, kin)!.Value).Forged;
                }
                yield return (forged, what);
            }
        }
    }

    // All that another cell measured, under this one's name.
    private IEnumerable<(RunRecord Forged, string What)> Sources(RunRecord record, Func<Cell, bool> isSource) =>
        from source in Shuffled(like[record.Cell.Experiment].Where(other => isSource(other.Cell)))
        where !source.Metrics.SequenceEqual(record.Metrics)
        select (
            record with
            {
                Metrics = new(source.Metrics),
                Seconds = new(source.Seconds),
                Notes = source.Notes,
            },
            $"all numbers of {source.Cell.Method}, seed {source.Cell.Seed}"
        );

    // What another cell of the same experiment and seed really has.
    private IEnumerable<(RunRecord Forged, string What)> Better(RunRecord record, string metric) =>
        from other in Shuffled(like[record.Cell.Experiment].Where(other => other.Cell.Seed == record.Cell.Seed))
        where other.Metrics.GetValueOrDefault(metric, double.NegativeInfinity) > record.Metrics[metric]
        select With(record, metric, other.Metrics[metric]);

    // One of the first three digits.
    private IEnumerable<(RunRecord Forged, string What)> Digits(RunRecord record, string metric)
    {
        var text = record.Metrics[metric].ToString(CultureInfo.InvariantCulture);
        int[] places = [.. Enumerable.Range(0, text.Length).Where(i => char.IsAsciiDigit(text[i])).SkipWhile(i => text[i] == '0').Take(3)];
        if (places.Length == 3 && !text.Contains('E', StringComparison.Ordinal))
        {
            var place = places[random.Next(places.Length)];
            var digit = (text[place] - '0' + 1 + random.Next(9)) % 10;
            yield return With(record, metric, double.Parse($"{text[..place]}{digit}{text[(place + 1)..]}", CultureInfo.InvariantCulture));
        }
    }

    private IEnumerable<(RunRecord Forged, string What)> Settings(RunRecord record) =>
        from setting in Shuffled(record.Cell.Settings)
        where double.TryParse(setting.Value, CultureInfo.InvariantCulture, out _)
        let settings = new SortedDictionary<string, string>(record.Cell.Settings) { [setting.Key] = setting.Value + "1" }
        select (record with { Id = record.Id, Cell = record.Cell with { Settings = settings } }, $"setting {setting.Key}");

    private static (RunRecord Forged, string What) With(RunRecord record, string metric, double value) =>
        (
            record with
            {
                Metrics = new(record.Metrics) { [metric] = value },
            },
            FormattableString.Invariant($"{metric} {record.Metrics[metric]} as {value}")
        );

    // The place in a table, but for method and seed.
    private static string Row(Cell cell) =>
        string.Join(
            '|',
            [
                cell.Model,
                cell.ForgetClass?.ToString(CultureInfo.InvariantCulture),
                .. ((string[])["variant", "family", "mode", "share"]).Select(key => cell.Settings.GetValueOrDefault(key)),
            ]
        );

    private List<T> Shuffled<T>(IEnumerable<T> items)
    {
        T[] all = [.. items];
        return [.. random.Permutation(all.Length).Select(place => all[place])];
    }
}
