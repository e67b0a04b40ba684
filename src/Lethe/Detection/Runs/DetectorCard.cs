using System.Text.RegularExpressions;
using Lethe.Data;
using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Detection.Verdicts;
using Lethe.Experiments.Records;
using Lethe.Faces.Forgeries;
using Lethe.Faces.Paired;
using Lethe.Pages;

namespace Lethe.Detection.Runs;

/// <summary>What a trained detector's users have to be told, from the record of its training. Its words stand in
/// <c>detector-card.md</c>.</summary>
internal static partial class DetectorCard
{
    /// <summary>Calibration, band and margin are for the caller to add.</summary>
    public static DetectorFacts Facts(RunRecord record, Detector detector, DetectionData data, PairedSplit split)
    {
        var cell = record.Cell;
        var (network, set) = (DetectorCatalog.All.TitleOf(cell.Model), DatasetCatalog.All.TitleOf(cell.Dataset));
        var objective = ObjectiveCatalog.All.TitleOf(cell.Method);
        var title = $"{network}, {objective}, {set}";
        var neverSeen = data.IsStandIn
            ? $"forgeries by real deepfake tools, and faces made whole by a network: it knows only {data.Families.Count} kinds of "
                + $"forgeries that Lethe makes itself ({set})."
            : $"forgeries other than those of {set}.";
        var (images, width) = (data.Images, cell.Settings["network.width"]);
        var values = new Dictionary<string, string>
        {
            ["title"] = Plain(title),
            ["never seen"] = Plain(neverSeen),
            ["network"] = width == "1" ? network : $"{network} at width {width}",
            ["side"] = Text(images.Side),
            ["objective"] = objective,
            ["profile"] = cell.Profile,
            ["epochs"] = cell.Settings["recipe.epochs"],
            ["seed"] = Text(cell.Seed),
            ["data"] = Plain(images.Title),
            ["qualities"] = string.Join(", ", images.Qualities),
            ["train"] = People(split.Train),
            ["validation"] = People(split.Validation),
            ["test"] = People(split.Test),
            ["forgeries"] = string.Join(", ", data.Families.Select(Forgery)),
            ["record"] = record.Id,
            ["commit"] = record.Provenance.Commit,
            ["hardware"] = Plain(record.Provenance.Hardware),
            ["precision"] = record.Provenance.Precision,
            ["scores"] = Scores(record, data),
            ["elsewhere"] = data.IsStandIn
                ? "On forgeries by real tools: its own were made by arithmetic in the manner of published methods."
                : "On other data sets: detectors are known to lose most of their accuracy there.",
        };
        foreach (var (key, value) in record.Metrics.Where(static metric => metric.Key.StartsWith("verdict.", StringComparison.Ordinal)))
        {
            values[key["verdict.".Length..]] = value.ToString("F1", CultureInfo.InvariantCulture);
        }
        using var template = new StreamReader(typeof(DetectorCard).Assembly.GetManifestResourceStream("detector-card.md")!);
        var card = Place().Replace(template.ReadToEnd(), place => values[place.Groups[1].Value]);
        return new(title, detector.Spec, images.Side, detector.Normalization, neverSeen, card, record.Id);

        string People(IReadOnlyList<int> rows) => Text(rows.Select(row => images.Frames[row].Identity).Distinct().Count());
    }

    private static string Scores(RunRecord record, DetectionData data)
    {
        IEnumerable<(string Name, string Key)> rows =
        [
            ("all qualities together", "pooled"),
            .. data.Images.Qualities.Select(static quality => (quality, quality)),
            ("raw, then JPEG of random quality", PairedJpeg.Random),
            .. data.Families.Select(static family => ($"{Family.All.TitleOf(family)} only", family)),
        ];
        return string.Join(
            '\n',
            rows.Select(row => $"| {Plain(row.Name)} | {Interval($"{row.Key}.auc")} | {Interval($"{row.Key}.video_auc")} |")
        );

        string Interval(string metric) =>
            record.Metrics.TryGetValue(metric, out var value)
                ? FormattableString.Invariant($"{value:F1} [{record.Metrics[$"{metric}.low"]:F1}, {record.Metrics[$"{metric}.high"]:F1}]")
                : "";
    }

    private static string Forgery(string family) =>
        ForgeryCatalog.Names.Contains(family)
            ? $"{Family.All.TitleOf(family)} ({ForgeryCatalog.Get(family).Title})"
            : Plain(Family.All.TitleOf(family));

    private static string Plain(string text) => MarkdownText.Escape(text);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{([a-z. ]+)\}")]
    private static partial Regex Place();
}
