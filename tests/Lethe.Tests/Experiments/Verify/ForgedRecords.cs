using System.Globalization;
using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Checks;
using Lethe.Experiments.Verify.Tolerances;
using Lethe.Runtime;

namespace Lethe.Tests.Experiments.Verify;

/// <summary>Falsifies records in five ways, some with care: what follows from a changed number within its record is changed too.</summary>
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

    private readonly RandomStream random = RandomStream.For(seed, "forge");
    private readonly ToleranceBook book = new(records);
    private readonly ToleranceBook spreads = new(records, new("", [], 1, []));
    private readonly RecordKin kin = new(records);

    /// <summary>The records with so many of each kind falsified, none twice.</summary>
    public (IReadOnlyList<RunRecord> Records, IReadOnlyList<Forgery> Forged) Plant(int each, params string[] kinds)
    {
        var forged = new List<Forgery>();
        foreach (var kind in kinds)
        {
            foreach (var place in random.Permutation(records.Count))
            {
                if (forged.Count(one => one.Kind == kind) == each)
                {
                    break;
                }
                var record = records[(int)place];
                if (!forged.Any(one => ReferenceEquals(one.Honest, record)) && Forge(kind, record) is { } forgery)
                {
                    forged.Add(forgery);
                }
            }
        }
        var instead = forged.ToDictionary(static one => one.Honest, static one => one.Forged, ByReference.Instance);
        return ([.. records.Select(record => instead.GetValueOrDefault(record, record))], forged);
    }

    /// <summary>A record falsified in one way; null if that cannot be done to it.</summary>
    public Forgery? Forge(string kind, RunRecord record) =>
        kind switch
        {
            Moved => Move(Moved, record, book),
            Nudged => Move(Nudged, record, spreads),
            Copied => Copy(record, static (one, other) => one.Method == other.Method && one.Model == other.Model && one.Seed != other.Seed),
            Swapped => Copy(
                record,
                static (one, other) => one.Method != other.Method && one.Model == other.Model && one.Seed == other.Seed
            ),
            Borrowed => Borrow(record),
            _ => random.Chance(0.5) ? EditNumber(record) : EditSetting(record),
        };

    // By three tolerances or standard deviations, to a number that can be, and with all that follows.
    private Forgery? Move(string kind, RunRecord record, ToleranceBook step)
    {
        foreach (var metric in Shuffled(record.Metrics.Keys.Where(ToleranceBook.IsJudged)))
        {
            if (IsFollowing(record, metric) || step.Of(record, metric) is not { } size || size == 0)
            {
                continue;
            }
            var all = records
                .Where(other => other.Cell.Experiment == record.Cell.Experiment && other.Metrics.ContainsKey(metric))
                .Select(other => other.Metrics[metric])
                .ToList();
            var parts = NumberGrid.Of(all);
            foreach (var sign in random.Chance(0.5) ? (int[])[1, -1] : [-1, 1])
            {
                var value = record.Metrics[metric] + (sign * 3 * size);
                value = parts is { } known ? Math.Round(value * known / NumberGrid.Whole) / known * NumberGrid.Whole : value;
                if (value >= Math.Min(0, all.Min()) && value <= (all.Max() <= 1 ? 1 : Math.Max(100, all.Max())))
                {
                    return Changed(kind, record, metric, value);
                }
            }
        }
        return null;
    }

    // All that another cell measured, under this one's name.
    private Forgery? Copy(RunRecord record, Func<Cell, Cell, bool> isSource)
    {
        var cell = record.Cell;
        var sources = records
            .Where(other =>
                other.Cell.Experiment == cell.Experiment
                && isSource(cell, other.Cell)
                && other.Cell.ForgetClass == cell.ForgetClass
                && Extra(other.Cell) == Extra(cell)
                && !other.Metrics.SequenceEqual(record.Metrics)
            )
            .ToList();
        if (sources.Count == 0)
        {
            return null;
        }
        var source = sources[random.Next(sources.Count)];
        return new(
            source.Cell.Seed == cell.Seed ? Swapped : Copied,
            record,
            record with
            {
                Metrics = new(source.Metrics),
                Seconds = new(source.Seconds),
                Notes = source.Notes,
            },
            $"all numbers of {source.Cell.Method}, seed {source.Cell.Seed}"
        );
    }

    // The better number of another network, family or variant of the same experiment.
    private Forgery? Borrow(RunRecord record)
    {
        var others = records
            .Where(other =>
                other.Cell.Experiment == record.Cell.Experiment
                && other.Cell.Seed == record.Cell.Seed
                && !ReferenceEquals(other, record)
                && (
                    other.Cell.Model != record.Cell.Model
                    || Extra(other.Cell) != Extra(record.Cell)
                    || other.Cell.Method != record.Cell.Method
                )
            )
            .ToList();
        string[] shown = ["D_tr", "US", "pooled.auc", "raw.auc", "accuracy", "ssim", "detected", "detected.attack", "sneaker.erased.ssim"];
        foreach (var metric in shown.Where(record.Metrics.ContainsKey))
        {
            var better = others
                .Where(other => other.Metrics.GetValueOrDefault(metric, double.NegativeInfinity) > record.Metrics[metric])
                .ToList();
            if (better.Count > 0)
            {
                var source = better[random.Next(better.Count)];
                return Plain(Borrowed, record, metric, source.Metrics[metric]);
            }
        }
        return null;
    }

    // One of the first three digits.
    private Forgery? EditNumber(RunRecord record)
    {
        foreach (var metric in Shuffled(record.Metrics.Keys.Where(ToleranceBook.IsJudged)))
        {
            var text = record.Metrics[metric].ToString(CultureInfo.InvariantCulture);
            var digits = text.Index()
                .Where(static at => char.IsAsciiDigit(at.Item))
                .SkipWhile(static at => at.Item == '0')
                .Take(3)
                .ToList();
            if (digits.Count < 3 || text.Contains('E', StringComparison.Ordinal))
            {
                continue;
            }
            var (place, digit) = digits[random.Next(digits.Count)];
            var other = (char)('0' + ((digit - '0' + 1 + random.Next(8)) % 10));
            var value = double.Parse(text[..place] + other + text[(place + 1)..], CultureInfo.InvariantCulture);
            return Plain(Edited, record, metric, value);
        }
        return null;
    }

    private Forgery? EditSetting(RunRecord record)
    {
        var keys = record
            .Cell.Settings.Keys.Where(key => double.TryParse(record.Cell.Settings[key], CultureInfo.InvariantCulture, out _))
            .ToList();
        if (keys.Count == 0)
        {
            return null;
        }
        var key = keys[random.Next(keys.Count)];
        var settings = new SortedDictionary<string, string>(record.Cell.Settings) { [key] = record.Cell.Settings[key] + "1" };
        return new(Edited, record, record with { Id = record.Id, Cell = record.Cell with { Settings = settings } }, $"setting {key}");
    }

    private static Forgery Plain(string kind, RunRecord record, string metric, double value) =>
        new(kind, record, With(record, metric, value), FormattableString.Invariant($"{metric} {record.Metrics[metric]} as {value}"));

    // With what follows from it by the rules of its experiment, as far as its own record goes.
    private Forgery Changed(string kind, RunRecord record, string metric, double value)
    {
        var forged = With(record, metric, value);
        foreach (var rule in RulesOf(record).Where(rule => forged.Metrics.ContainsKey(rule.Metric) && rule.Value(record, kin) is not null))
        {
            if (rule.Value(forged, kin) is { } follows && follows != rule.Value(record, kin))
            {
                forged = With(forged, rule.Metric, follows);
            }
        }
        return Plain(kind, record, metric, value) with { Forged = forged };
    }

    // A number that a rule gives is found out at once: who moves one with care does not take it.
    private bool IsFollowing(RunRecord record, string metric) =>
        RulesOf(record).Any(rule => rule.Metric == metric && rule.Value(record, kin) is not null);

    private static IReadOnlyList<RecordRule> RulesOf(RunRecord record) => RuleCheck.RulesOf(record.Cell.Experiment);

    private static RunRecord With(RunRecord record, string metric, double value) =>
        record with
        {
            Id = record.Id,
            Metrics = new(record.Metrics) { [metric] = value },
        };

    private static string Extra(Cell cell) =>
        string.Join('|', ((string[])["variant", "family", "mode", "share"]).Select(key => cell.Settings.GetValueOrDefault(key)));

    private List<string> Shuffled(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return [.. random.Permutation(all.Length).Select(place => all[place])];
    }
}
