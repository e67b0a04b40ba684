using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Checks;
using Lethe.Pages;

namespace Lethe.Experiments.Verify;

/// <summary>The report for people: one file, to be attached to a review.</summary>
public static class VerifyPage
{
    private const int Shown = 5; // numbers a cell

    /// <summary>A whole HTML document.</summary>
    /// <param name="of">Which records, for people.</param>
    public static string Render(VerifyReport report, string of)
    {
        var page = new Page($"Verified: {of}") { Style = Page.StyleSheet("verdict") }
            // A path in the heading would break within a word.
            .Heading("Lethe: records computed again", "Do these records hold?")
            .Paragraph($"Records: {of}.")
            .Paragraphs(VerifySentences.Of(report));
        if (ClaimVerdict.Of(ArtifactClaims.Read(), report) is { Count: > 0 } claims)
        {
            page.Section("Claims")
                .Table(
                    ["Claim", "Command", "Cost", "Tolerance at paper", "Records", "Computed again", "Refuted"],
                    claims.Select(static one => new HtmlRow(
                        one.Claim.Claim,
                        [
                            one.Claim.Command,
                            one.Claim.Cost,
                            one.Claim.Tolerance,
                            .. ((int[])[one.Records, one.Recomputed, one.Refuted]).Select(static count =>
                                HtmlCell.Number(count.ToString(CultureInfo.InvariantCulture))
                            ),
                        ]
                    ))
                );
        }
        if (report.Suspicions.Count > 0)
        {
            page.Section("What the checks found")
                .Table(
                    ["Record", "Check", "What is wrong", "Weight"],
                    report.Suspicions.Select(static one => new HtmlRow(
                        CellTitle.Of(one.Record.Cell),
                        [one.Check, one.Text, one.IsProof ? "no run can have written it" : "unlikely"]
                    ))
                );
        }
        if (report.Cells.Count > 0)
        {
            page.Section("Computed again")
                .Table(["Cell", "Verdict", "Furthest off", "Claimed", "Recomputed", "Tolerance"], report.Cells.SelectMany(Rows))
                .Section("Where")
                .Table(
                    ["Records", "Hardware", "Threads", "Precision", "Commit", "libtorch"],
                    report
                        .Cells.SelectMany(static cell =>
                            ((string Role, Provenance Of)[])
                                [("claimed", cell.Claimed.Provenance), ("recomputed", cell.Recomputed.Provenance)]
                        )
                        .DistinctBy(static one => (one.Role, Facts(one.Of)))
                        .Select(static one => new HtmlRow(one.Role, [.. Facts(one.Of).Split('\n').Select(static fact => (HtmlCell)fact)]))
                );
        }
        return page.Render();
    }

    private static IEnumerable<HtmlRow> Rows(CellComparison cell)
    {
        List<MetricComparison> shown = [.. cell.Metrics.Where(static one => one.Verdict != CellVerdict.Same).Take(Shown)];
        var (title, verdict) = (CellTitle.Of(cell.Claimed.Cell), VerifySentences.Word(cell.Verdict));
        if (shown.Count == 0)
        {
            yield return new(title, [verdict, cell.Why ?? FormattableString.Invariant($"{cell.Metrics.Count} numbers"), "", "", ""]);
        }
        foreach (var (place, one) in shown.Index())
        {
            yield return new(
                place == 0 ? title : "",
                [
                    place == 0 ? verdict : "",
                    one.Metric,
                    HtmlCell.Number(Number(one.Claimed)),
                    HtmlCell.Number(Number(one.Recomputed)),
                    HtmlCell.Number(one.Tolerance is { } tolerance ? Number(tolerance) : "not known"),
                ]
            );
        }
    }

    private static string Facts(Provenance one) =>
        string.Join(
            '\n',
            one.Processor is null ? one.Hardware : $"{one.Hardware} ({one.Processor})",
            one.Threads.ToString(CultureInfo.InvariantCulture),
            one.Precision,
            one.Commit,
            one.LibTorch
        );

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
