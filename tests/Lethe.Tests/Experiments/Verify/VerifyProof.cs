using Lethe.Experiments.Records;
using Lethe.Experiments.Verify;
using Lethe.Experiments.Verify.Checks;
using Lethe.Experiments.Verify.Drawing;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Tests.Experiments.Verify;

/// <summary>What <c>lethe verify</c> finds of falsified records, and what it says of honest ones.</summary>
/// <param name="records">Honest, of several seeds.</param>
/// <param name="arrays">Theirs.</param>
internal sealed class VerifyProof(IReadOnlyList<RunRecord> records, Func<RunRecord, IReadOnlyDictionary<string, FigureArray>?> arrays)
{
    /// <summary>Records of one kind, and how many of them are refuted, called unlikely, or pass.</summary>
    public sealed record Row(string Name, string Title, int Records, int Refuted, int Unlikely)
    {
        public int Passed => Records - Refuted - Unlikely;

        /// <summary>What passed, where that is told.</summary>
        public IReadOnlyList<string>? Missed { get; init; }

        public static Row Of(string name, string title, IEnumerable<(bool IsRefuted, bool IsUnlikely)> records)
        {
            var all = records.ToList();
            return new(
                name,
                title,
                all.Count,
                all.Count(static one => one.IsRefuted),
                all.Count(static one => one is { IsRefuted: false, IsUnlikely: true })
            );
        }
    }

    private static readonly TimeSpan Time = TimeSpan.FromMinutes(10);

    private static readonly (string Kind, string Title)[] Titles =
    [
        (ForgedRecords.Moved, "A number moved by three tolerances, and what follows from it"),
        (ForgedRecords.Copied, "A record copied to another seed"),
        (ForgedRecords.Swapped, "A method's numbers under another's name"),
        (ForgedRecords.Borrowed, "A better number, taken from another cell"),
        (ForgedRecords.Edited, "A digit of a number, or a setting, changed by hand"),
    ];

    private const string NudgedTitle = "A number moved by three standard deviations of seeds, less than the tolerance";

    // Fitted without the seed that they judge.
    private readonly Dictionary<int, ToleranceLimits> limits = records
        .Select(static record => record.Cell.Seed)
        .Distinct()
        .ToDictionary(static seed => seed, seed => MeasuredLimits.Of([.. records.Where(record => record.Cell.Seed != seed)]));

    /// <summary>Of honest records among which none is falsified.</summary>
    public IEnumerable<Row> Honest(IReadOnlyList<RunRecord> others, Func<RunRecord, IReadOnlyDictionary<string, FigureArray>?> othersArrays)
    {
        yield return Row.Of(
            "untouched",
            "Honest records of results/quick, by tolerances told without their seed",
            Told(Found(records, arrays), records)
        );
        var found = RecordChecks.Of(others, new(others), othersArrays);
        yield return Row.Of("small", "Honest records of results/small, by tolerances of results/quick", Told(found, others));
    }

    /// <summary>By the checks that compute nothing, and with ten minutes of computing besides: a row a kind, all of them, and the honest
    /// records among them.</summary>
    /// <param name="first">The seed of the first folder that is falsified.</param>
    /// <param name="plantings">How many folders are.</param>
    public IEnumerable<Row> Planted(int each, int first, int plantings)
    {
        var runs = Enumerable.Range(first, plantings).Select(seed => Plant(seed, each)).ToList();
        foreach (var (kind, title) in Titles)
        {
            yield return Of(
                kind,
                title,
                run => Told(run.Found, run.Forged.Where(one => one.Kind == kind).Select(static one => one.Forged))
            );
        }
        yield return Of("forged", "All falsified records", static run => Told(run.Found, run.Falsified)) with
        {
            Missed = [.. runs.SelectMany(static run => run.Missed).Order(StringComparer.Ordinal)],
        };
        yield return Of(
            "forged-arrays",
            "All of them, if their arrays were falsified to fit",
            static run => Told(run.WithoutArrays, run.Falsified)
        );
        yield return Of(
            "forged-computed",
            "All of them, and ten minutes of computing on the records' processor",
            static run => Told(run.Found, run.Falsified, run.Drawn)
        );
        yield return Of(ForgedRecords.Nudged, NudgedTitle, run => Told(run.FoundOfNudged, run.Nudged));
        yield return Of("honest", "Honest records among the falsified", static run => Told(run.Found, run.Untouched));
        yield return Of(
            "honest-computed",
            "The same, and ten minutes of computing on the records' processor",
            static run => Told(run.Found, run.Untouched, run.Drawn, isHonest: true)
        );
        yield return Of("twins", "Honest records that falsified ones are copies of", static run => Told(run.Found, run.Twins));

        Row Of(string name, string title, Func<Planting, IEnumerable<(bool, bool)>> told) => Row.Of(name, title, runs.SelectMany(told));
    }

    private sealed record Planting(
        IReadOnlyList<Forgery> Forged,
        IReadOnlyList<RunRecord> Untouched,
        IReadOnlyList<RunRecord> Twins,
        IReadOnlyList<Suspicion> Found,
        IReadOnlyList<Suspicion> WithoutArrays,
        IReadOnlySet<RunRecord> Drawn,
        IReadOnlyList<RunRecord> Nudged,
        IReadOnlyList<Suspicion> FoundOfNudged
    )
    {
        public IEnumerable<RunRecord> Falsified => Forged.Select(static one => one.Forged);

        public IEnumerable<string> Missed =>
            Forged
                .Where(one => !Found.Any(found => ReferenceEquals(found.Record, one.Forged)))
                .Select(static one => $"{one.Kind}: {CellTitle.Of(one.Honest.Cell)}: {one.What}");
    }

    private Planting Plant(int seed, int each)
    {
        var (planted, forged) = new ForgedRecords(records, seed).Plant(each, ForgedRecords.Kinds);
        var found = Found(planted, arrays);
        var falsified = forged.Select(static one => one.Forged).ToHashSet(ByReference.Instance);
        var twins = found
            .Where(one => one.Twin is { } twin && falsified.Contains(twin) && !falsified.Contains(one.Record))
            .Select(static one => one.Record)
            .ToHashSet(ByReference.Instance);
        // Within the tolerance, and in a folder of their own.
        var (nudged, moved) = new ForgedRecords(records, seed).Plant(each, ForgedRecords.Nudged);
        return new(
            forged,
            [.. planted.Where(record => !falsified.Contains(record) && !twins.Contains(record))],
            [.. twins],
            found,
            Found(planted, null),
            Drawn(planted, found, seed),
            [.. moved.Select(static one => one.Forged)],
            Found(nudged, arrays)
        );
    }

    private List<Suspicion> Found(IReadOnlyList<RunRecord> all, Func<RunRecord, IReadOnlyDictionary<string, FigureArray>?>? theirs) =>
        [
            .. limits.SelectMany(fitted =>
                RecordChecks.Of(all, new(all, fitted.Value), theirs).Where(one => one.Record.Cell.Seed == fitted.Key)
            ),
        ];

    // What there is time for, if every cell takes what it is reckoned at.
    private static HashSet<RunRecord> Drawn(IReadOnlyList<RunRecord> all, IReadOnlyList<Suspicion> found, int seed) =>
        new CellDraw(new(all), seed, all, found.Where(static one => !one.IsProof).Select(static one => one.Record.Id).ToHashSet())
            .All(Time)
            .ToHashSet(ByReference.Instance);

    // A falsified record that is computed again is refuted, for every number must be equal; an honest one is cleared.
    private static IEnumerable<(bool IsRefuted, bool IsUnlikely)> Told(
        IReadOnlyList<Suspicion> found,
        IEnumerable<RunRecord> asked,
        IReadOnlySet<RunRecord>? drawn = null,
        bool isHonest = false
    )
    {
        var told = found.ToLookup(static one => one.Record, ByReference.Instance);
        return asked.Select(record =>
            (
                told[record].Any(static one => one.IsProof) || (!isHonest && drawn?.Contains(record) == true),
                told[record].Any() && drawn?.Contains(record) != true
            )
        );
    }

    /// <summary>By computing again on another processor: the records of one machine, honest and falsified, beside another's.</summary>
    public IEnumerable<Row> Elsewhere(IReadOnlyList<RunRecord> elsewhere)
    {
        var (book, forge) = (new ToleranceBook(records), new ForgedRecords(records, 0));
        var pairs = MeasuredLimits.Pairs(records, elsewhere).ToList();
        foreach (var (kind, title) in Titles.Append((ForgedRecords.Nudged, NudgedTitle)))
        {
            var forged = pairs
                .Select(pair => (Forgery: forge.Forge(kind, pair.One), Now: pair.Other))
                .Where(static one => one.Forgery is not null);
            yield return Judged(
                $"elsewhere-{kind}",
                $"{title}: computed again on another processor",
                forged.Select(one => Judge.Compare(one.Forgery!.Forged, one.Now, book))
            );
        }
        yield return Judged(
            "elsewhere-honest",
            "Honest records: computed again on another processor",
            pairs.Select(pair => Judge.Compare(pair.One, pair.Other, book))
        );
    }

    private static Row Judged(string name, string title, IEnumerable<CellComparison> cells) =>
        Row.Of(name, title, cells.Select(static cell => (cell.Verdict == CellVerdict.Differs, false)));
}
