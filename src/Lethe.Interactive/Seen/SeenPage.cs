using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Experiments.Reports;
using Lethe.Interactive.Formatting;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Unlearning.Seen;

namespace Lethe.Interactive.Seen;

/// <summary>
/// What is forgotten, as a page that opens offline: pick two networks, and see class by class, layer by layer and image by image what one
/// does and the other does not, and whether an attack can tell it from Retrain. Everything on it follows from records of <c>lau-seen</c>.
/// </summary>
public static class SeenPage
{
    /// <summary>Its name, wherever it is written.</summary>
    public const string FileName = "what_is_forgotten.html";

    internal const string Title = "What is forgotten, and what is not",
        Sentence = "pick two networks, and see what one does and the other does not.",
        Notebook = "31_what_is_forgotten.ipynb",
        Folder = "seen"; // of results/

    private static readonly string[] Scripts = ["data", "screen", "contrast", "map", "attack", "attackviews", "page"];

    /// <summary>From the records in a folder: those of the profile's network with most seeds.</summary>
    /// <returns>Null where the folder has none.</returns>
    /// <exception cref="LetheException">The arrays of one are missing or damaged (<see cref="ExitCode.BadFile"/>).</exception>
    public static IReadOnlyList<SeenRecord>? Records(RecordStore store)
    {
        var same = store
            .Latest()
            .Where(IsOn)
            .GroupBy(static record => (record.Cell.Dataset, record.Cell.Model, record.Cell.Profile, record.Cell.ForgetClass))
            .MaxBy(static same => same.DistinctBy(static record => record.Cell.Seed).Count());
        return same is null
            ? null
            :
            [
                .. same.GroupBy(static record => record.Cell.Seed)
                    .OrderBy(static seed => seed.Key)
                    .Select(seed => new SeenRecord(seed.Last(), store.Arrays(seed.Last()))),
            ];
    }

    /// <summary>Whether a record is one that the page shows.</summary>
    public static bool IsOn(RunRecord record) => record.Cell.Experiment == SeenPlan.Name && record.Status == RunStatus.Done;

    /// <exception cref="LetheException">The place cannot be written.</exception>
    public static void Write(IReadOnlyList<SeenRecord> seeds, string path, string? dataDir = null) =>
        WholeFile.Write(path, "Choose another place.", System.Text.Encoding.UTF8.GetBytes(Render(seeds, null, dataDir)));

    /// <param name="seeds">Of one network; the images are those of the first.</param>
    /// <param name="assets">The folder beside the page that has plotly.min.js; null to carry it within.</param>
    /// <param name="dataDir">Where the images of a data set are that does not come with the kit.</param>
    /// <exception cref="LetheException">They are not of one network (<see cref="ExitCode.Usage"/>).</exception>
    public static string Render(IReadOnlyList<SeenRecord> seeds, string? assets = null, string? dataDir = null)
    {
        if (
            seeds.Count == 0
            || seeds.Any(seed => !seed.Labels.SequenceEqual(seeds[0].Labels) || !seed.Stages.SequenceEqual(seeds[0].Stages))
        )
        {
            throw LetheException.Usage("The page shows one network: give it records of the same data set, network and forgotten class.");
        }
        var cell = seeds[0].Record.Cell;
        var forgotten = SeenJson.ClassNames(cell.Dataset, seeds[0].Classes)[seeds[0].ForgetClass];
        var (json, shell) = (SeenJson.Of(seeds, dataDir), SeenShell.Of(forgotten));
        var policy = PagePolicy.Scripts($"{json}{shell}", assets is not null);
        var mark = Html.Attribute("nonce", policy.Nonce);
        return new Page(Title)
        {
            Policy = policy,
            Style = Embedded.Text(typeof(SeenPage), "seen.css"),
            Libraries = assets is null
                ? (Html)$"<script{mark}>{Html.Raw(PlotlyScript.Text)}</script>\n"
                : (Html)$"<script{mark} src=\"{assets}/{PlotlyScript.FileName}\"></script>\n",
            Below =
                $"<script{mark} type=\"application/json\" id=\"data\">{Html.Raw(json)}</script>\n"
                + $"<script{mark}>\n{Html.Raw(string.Concat(Scripts.Select(Script)))}</script>\n",
        }
            .Heading("Lethe", Title)
            .Paragraph(
                $"{ModelCatalog.All.TitleOf(cell.Model)} on {DatasetTitle(cell.Dataset)}, profile {cell.Profile}: {forgotten} was to be "
                    + "forgotten. Choose two networks in the table; all else follows."
            )
            .Add(shell)
            .Render(Footer(seeds));
    }

    private static string Script(string name) => Embedded.Text(typeof(SeenPage), $"{name}.js");

    private static string DatasetTitle(string dataset) => DatasetCatalog.All.Find(dataset)?.Title ?? dataset;

    private static Html Footer(IReadOnlyList<SeenRecord> seeds)
    {
        var (records, where) = (seeds.Select(static seed => seed.Record).ToList(), seeds[0].Record.Provenance);
        Html html =
            $"<p>From the records {string.Join(", ", records.Select(static record => $"{record.Id} (seed {record.Cell.Seed})"))}, "
            + $"computed on {where.Hardware} at commit {where.Commit ?? "unknown"}. Images are test and training images of the data set; "
            + $"the map is t-SNE, one for all networks of a seed. Precision of the answers: half.</p>\n";
        foreach (var note in records.SelectMany(static record => record.Notes).Where(SeenRecord.IsOfMethod).Distinct())
        {
            html.Add($"<p>{note}</p>\n");
        }
        return html;
    }
}
