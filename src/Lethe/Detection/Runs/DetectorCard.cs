using System.Globalization;
using System.Text;
using Lethe.Data;
using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Detection.Verdicts;
using Lethe.Experiments.Records;
using Lethe.Faces.Forgeries;
using Lethe.Faces.Paired;
using Lethe.Pages;

namespace Lethe.Detection.Runs;

/// <summary>What a trained detector's users have to be told, from the record of its training.</summary>
internal static class DetectorCard
{
    /// <summary>Title, card and the line "never seen". Calibration, band and margin are for the caller to add.</summary>
    public static DetectorFacts Facts(
        RunRecord record,
        Detector detector,
        IPairedImages images,
        IReadOnlyList<string> families,
        PairedSplit split
    )
    {
        var cell = record.Cell;
        var title = $"{NetworkOf(cell)}, {ObjectiveCatalog.All.TitleOf(cell.Method)}, {SetOf(cell)}";
        var isMade = record.Provenance.IsStandIn;
        var neverSeen = isMade
            ? $"forgeries by real deepfake tools, and faces made whole by a network: it knows only {families.Count} kinds of "
                + $"forgeries that Lethe makes itself ({SetOf(cell)})."
            : $"forgeries other than those of {SetOf(cell)}.";
        return new(
            title,
            detector.Spec,
            images.Side,
            detector.Normalization,
            neverSeen,
            Card(record, title, neverSeen, images, families, split, isMade),
            record.Id
        );
    }

    private static string Card(
        RunRecord record,
        string title,
        string neverSeen,
        IPairedImages images,
        IReadOnlyList<string> families,
        PairedSplit split,
        bool isMade
    )
    {
        var (cell, provenance) = (record.Cell, record.Provenance);
        var card = new StringBuilder().Append(
            Invariant(
                $"""
                # {Plain(title)}

                **For:** learning what a detector of forged faces can and cannot do; a hint that a closer look is worth it. **Not for:** deciding anything about anybody.

                **Never seen:** {Plain(neverSeen)}

                ## How it was made
                - Network: {Network()}, {images.Side} x {images.Side} pixels, objective {ObjectiveCatalog.All.TitleOf(
                    cell.Method
                )}, profile {cell.Profile}, {cell.Settings["recipe.epochs"]} epochs, seed {cell.Seed}; nothing it starts from.
                - Data: {Plain(images.Title)}; {string.Join(", ", images.Qualities)} of each frame. People are in one part only: {People(
                    split.Train
                )} for training, {People(split.Validation)} for choosing the epoch and for calibration, {People(
                    split.Test
                )} for the numbers below.
                - Forgeries: {string.Join(
                    ", ",
                    families.Select(static family =>
                        ForgeryCatalog.Names.Contains(family)
                            ? $"{Family.All.TitleOf(family)} ({ForgeryCatalog.Get(family).Title})"
                            : Plain(Family.All.TitleOf(family))
                    )
                )}.
                - Record: {record.Id}, commit {provenance.Commit}, {Plain(provenance.Hardware)}, {provenance.Precision}.

                ## How good it is, on people it has not seen, on the same kinds of forgeries
                In percent, with 95 % intervals over the test clips. An AUC of 50 is chance.

                | | AUC of frames | AUC of clips |
                | --- | ---: | ---: |

                """
            )
        );
        foreach (
            var (name, key) in (IEnumerable<(string, string)>)
                [
                    ("all qualities together", "pooled"),
                    .. images.Qualities.Select(static quality => (quality, quality)),
                    ("raw, then JPEG of random quality", PairedJpeg.Random),
                    .. families.Select(static family => ($"{Family.All.TitleOf(family)} only", family)),
                ]
        )
        {
            card.Append(Invariant($"| {Plain(name)} | {Interval(record, $"{key}.auc")} | {Interval(record, $"{key}.video_auc")} |\n"));
        }
        card.Append(
            Invariant(
                $"""

                Its probabilities are fitted on validation for a world in which every second face is forged. What it says of the clips of the test people, over all qualities:

                | | says real | unsure | says fake |
                | --- | ---: | ---: | ---: |
                | real | {Said("real", "real")} | {Said("real", "unsure")} | {Said("real", "fake")} |
                | forged | {Said("fake", "real")} | {Said("fake", "unsure")} | {Said("fake", "fake")} |

                ## Where it fails
                - On other kinds of forgeries: nothing here says how it does on them. Expect little more than chance.
                {(
                    isMade
                        ? "- On forgeries by real tools: its own were made by arithmetic in the manner of published methods."
                        : "- On other data sets: detectors are known to lose most of their accuracy there."
                )}
                - On photographs from elsewhere, with other cameras, light, ages, skin and poses than its training set has; how often it accuses a real face there is not known.
                - On small, turned or covered faces, drawings, screens and masks.

                """
            )
        );
        return card.ToString();

        string Network() =>
            $"{NetworkOf(cell)}{(cell.Settings["network.width"] == "1" ? "" : $" at width {cell.Settings["network.width"]}")}";
        static string Plain(string text) => MarkdownText.Escape(text);
        int People(IReadOnlyList<int> rows) => rows.Select(row => images.Frames[row].Identity).Distinct().Count();
        string Said(string truth, string verdict) =>
            record.Metrics[$"verdict.{truth}.{verdict}"].ToString("F1", CultureInfo.InvariantCulture);
    }

    private static string NetworkOf(Cell cell) => DetectorCatalog.All.TitleOf(cell.Model);

    private static string SetOf(Cell cell) => DatasetCatalog.All.TitleOf(cell.Dataset);

    private static string Interval(RunRecord record, string metric) =>
        record.Metrics.TryGetValue(metric, out var value)
            ? Invariant($"{value:F1} [{record.Metrics[$"{metric}.low"]:F1}, {record.Metrics[$"{metric}.high"]:F1}]")
            : "";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
