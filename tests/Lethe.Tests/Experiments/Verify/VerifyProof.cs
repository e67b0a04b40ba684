using Lethe.Experiments.Records;
using Lethe.Experiments.Verify;
using Lethe.Experiments.Verify.Checks;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Tests.Experiments.Verify;

/// <summary>What <c>lethe verify</c> finds of falsified records, and what it says of honest ones.</summary>
internal static class VerifyProof
{
    /// <summary>Records of one kind, and how many of them are refuted, called unlikely, or pass.</summary>
    public sealed record Row(string Name, string Title, int Records, int Refuted, int Unlikely)
    {
        public int Passed => Records - Refuted - Unlikely;
    }

    private static readonly (string Kind, string Title)[] Titles =
    [
        (ForgedRecords.Moved, "A number moved by three tolerances, and what follows from it"),
        (ForgedRecords.Copied, "A record copied to another seed"),
        (ForgedRecords.Swapped, "A method's numbers under another's name"),
        (ForgedRecords.Borrowed, "A better number, taken from another cell"),
        (ForgedRecords.Edited, "A digit of a number, or a setting, changed by hand"),
    ];

    private const string NudgedTitle = "A number moved by three standard deviations of seeds, less than the tolerance";

    /// <summary>By the checks that compute nothing: a row a kind, all of them, and the honest records among them.</summary>
    /// <param name="plantings">How many folders are falsified.</param>
    public static IEnumerable<Row> Checks(IReadOnlyList<RunRecord> records, int each, int plantings)
    {
        var rows = Titles.ToDictionary(static title => title.Kind, static title => new Row(title.Kind, title.Title, 0, 0, 0));
        var nudged = new Row(ForgedRecords.Nudged, NudgedTitle, 0, 0, 0);
        var honest = new Row("honest", "Honest records among them", 0, 0, 0);
        var twins = new Row("twins", "Honest records that falsified ones are copies of", 0, 0, 0);
        for (var seed = 0; seed < plantings; seed++)
        {
            var (planted, forged) = new ForgedRecords(records, seed).Plant(each, ForgedRecords.Kinds);
            var found = RecordChecks.Of(planted).ToLookup(static one => one.Record, static one => one, ByReference.Instance);
            foreach (var forgery in forged)
            {
                rows[forgery.Kind] = Counted(rows[forgery.Kind], found[forgery.Forged]);
            }
            var falsified = forged.Select(static one => one.Forged).ToHashSet(ByReference.Instance);
            foreach (var record in planted.Where(record => !falsified.Contains(record)))
            {
                var isTwin = found[record].Any(one => one.Twin is { } twin && falsified.Contains(twin));
                (honest, twins) = isTwin ? (honest, Counted(twins, found[record])) : (Counted(honest, found[record]), twins);
            }
            // Within the tolerance, and in a folder of their own.
            (planted, forged) = new ForgedRecords(records, seed).Plant(each, ForgedRecords.Nudged);
            found = RecordChecks.Of(planted).ToLookup(static one => one.Record, static one => one, ByReference.Instance);
            nudged = forged.Aggregate(nudged, (row, forgery) => Counted(row, found[forgery.Forged]));
        }
        return
        [
            .. rows.Values,
            rows.Values.Aggregate(
                new Row("forged", "All falsified records", 0, 0, 0),
                static (all, row) =>
                    new(all.Name, all.Title, all.Records + row.Records, all.Refuted + row.Refuted, all.Unlikely + row.Unlikely)
            ),
            nudged,
            honest,
            twins,
        ];
    }

    /// <summary>By computing again on another processor: the records of one machine, honest and falsified, beside another's.</summary>
    public static IEnumerable<Row> Elsewhere(IReadOnlyList<RunRecord> records, IReadOnlyList<RunRecord> elsewhere)
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

    private static Row Judged(string name, string title, IEnumerable<CellComparison> cells)
    {
        var verdicts = cells.Select(static cell => cell.Verdict).ToList();
        return new(name, title, verdicts.Count, verdicts.Count(static verdict => verdict == CellVerdict.Differs), 0);
    }

    private static Row Counted(Row row, IEnumerable<Suspicion> found)
    {
        var all = found.ToList();
        return row with
        {
            Records = row.Records + 1,
            Refuted = row.Refuted + (all.Any(static one => one.IsProof) ? 1 : 0),
            Unlikely = row.Unlikely + (all.Count > 0 && !all.Any(static one => one.IsProof) ? 1 : 0),
        };
    }
}
