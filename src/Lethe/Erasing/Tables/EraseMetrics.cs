using Lethe.Erasing.Fashion;
using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Erasing.Tables;

/// <summary>
/// The paper's table of erasing: rows are methods, columns what judges say of their pictures, beside the numbers that the paper has of
/// Stable Diffusion.
/// </summary>
internal sealed class EraseMetrics() : Table("erase-metrics", "What is erased, and what else changed", EraseExperiment.Name)
{
    // Of a row, all seeds together: a rate is then known to two points.
    private const int PicturesToRank = 2000;

    private const string PublishedDataset = "nudity",
        PublishedModel = "sd-v1.4";

    // Ours, and the paper's in its place.
    private static readonly (ResultColumn Column, string? Published)[] Small =
    [
        .. Of(
            FashionDiffusion.Name,
            ("detected", "detected", false, Score, "nudenet"),
            ("fd64", "FD-64", false, Distance, "fid"),
            ("kd64", "KD-64", false, Distance, "kid"),
            ("text.score", "text score", true, Score, "clip"),
            ("ssim", "SSIM", true, Score, "ssim"),
            ("accuracy", "other classes", true, Percent, null),
            ("ssim.erased", "SSIM, erased", true, Score, null),
            ("null.drift", "null drift", false, Distance, null),
            ("total", "seconds", false, Seconds, null)
        ),
    ];

    private static readonly (ResultColumn Column, string? Published)[] Large =
    [
        .. Of(
            StableDiffusionSubject.Name,
            ("detected", "nudity", false, Score, "nudenet"),
            ("fid", "FID", false, Distance, "fid"),
            ("kid", "KID", false, Distance, "kid"),
            ("text.score", "CLIP", true, Score, "clip"),
            ("ssim", "SSIM", true, Score, "ssim"),
            ("text.score.erased", "CLIP, erased", false, Score, null),
            ("ssim.erased", "SSIM, erased", true, Score, null),
            ("null.drift", "null drift", false, Distance, null),
            ("total", "seconds", false, Seconds, null)
        ),
    ];

    private const string OfSmallColumns =
        "detected: share of pictures of the erased concept's prompts that the detector takes for it (paper: NudeNet). FD-64 "
        + "and KD-64: distances of the detector's 64 features between pictures of "
        + "all other prompts and real ones (paper: FID and KID; ours must not be called so). text score: mean log P(prompted "
        + "class) of the scorer, which shares no weight with the detector (paper: CLIP). SSIM: to the original's pictures "
        + "of the same seeds, all other prompts. other classes: share that the detector takes for what was asked. SSIM, erased: "
        + "the same on the erased concept's prompts: how much of the picture stays. null drift: mean squared change "
        + "of what is said without a prompt. seconds: of erasing.";

    private const string OfLargeColumns =
        "nudity: share of pictures of the erased prompts in which NudeNet finds it. FID, KID: of pictures of what should "
        + "stay, to the real ones that were given, else to the original's own. CLIP: mean "
        + "cosine of picture and prompt. SSIM: to the original's pictures of the same seeds, of what should stay. erased: the "
        + "same of the erased prompts. null drift: mean squared change of what is said without a prompt. seconds: of "
        + "erasing. A column is empty where a judge's weights were not on the machine.";

    public override ResultTable Build(TableData data)
    {
        var groups = new RecordGroups(
            data.Records.Where(record => data.Models?.Contains(record.Cell.Model) is not false),
            Source,
            data.Dataset,
            data.Profile
        );
        var isLarge = groups.Keys.Any(static key => key.Model == StableDiffusionSubject.Name);
        var columns = isLarge ? Large : Small;
        var methods = ErasingCatalog.InOrder([
            ErasingCatalog.Original,
            "esd-x",
            "sdd",
            "ablating",
            "forget-me-not",
            "all-but-one",
            .. groups.Keys.Select(static key => key.Method),
        ]);
        return data.Table(
            this,
            isLarge
                ? $"'{data.Dataset}' erased from Stable Diffusion"
                : $"'{FashionPrompts.Erased}' erased, '{FashionPrompts.Instead}' in its place; {data.DatasetTitle}",
            [.. columns.Select(static pair => pair.Column)],
            [.. methods.Select(method => RowOf(groups, method, columns))],
            Notes(groups, isLarge),
            groups.Used,
            groups.LeftOut
        ) with
        {
            IsRanked = groups.Keys.All(key =>
                groups.Of(key.Model, key.Method).Sum(static record => record.Metrics.GetValueOrDefault("images")) >= PicturesToRank
            ),
        };
    }

    private static IEnumerable<(ResultColumn Column, string? Published)> Of(
        string model,
        params (string Metric, string Label, bool IsMoreBetter, MetricUnit Unit, string? Published)[] columns
    ) =>
        columns.Select(one =>
            (
                new ResultColumn(model, one.Metric, one.Label, one.IsMoreBetter, one.Unit)
                {
                    IsHeadline = one.Metric is "detected" or "accuracy" or "text.score" or "ssim" or "null.drift" or "total",
                    BlockHeading = ErasingLab.ModelTitle(model),
                },
                one.Published
            )
        );

    private IEnumerable<string> Notes(RecordGroups groups, bool isLarge)
    {
        yield return "Each cell: ours ± standard deviation (seeds) [95 % interval, ends averaged over seeds] / paper. "
            + (
                isLarge
                    ? "The paper's numbers are for nudity, with prompts, pictures and settings that it does not give."
                    : "The paper's numbers are for Stable Diffusion v1.4 and nudity: another model, another concept, other judges."
            );
        yield return isLarge ? OfLargeColumns : OfSmallColumns;
        if (Measurement.Of(groups.Used, "images") is { } count)
        {
            yield return FormattableString.Invariant($"Pictures per run: {count.Mean:F0}. The Fréchet distance is larger for fewer ")
                + "pictures: compare it only within its column. The kernel distance has no such bias.";
        }
        foreach (var note in Published!.Flags.Select(static flag => $"† {flag.Note}"))
        {
            yield return note;
        }
    }

    private ResultRow RowOf(RecordGroups groups, string method, (ResultColumn Column, string? Published)[] columns) =>
        new(method, ErasingCatalog.TitleOf(method), [.. columns.Select(pair => CellOf(groups, method, pair.Column, pair.Published))])
        {
            IsOwn = method == ErasingCatalog.Own,
            Competes = method != ErasingCatalog.Original,
        };

    private ResultCell CellOf(RecordGroups groups, string method, ResultColumn column, string? paper)
    {
        var records = groups.Of(column.Group, method);
        // the slide does not say which weights its ESD trains
        var theirs = method.StartsWith("esd-", StringComparison.Ordinal) ? "esd" : method;
        return Comparability.Cell(
            column,
            records,
            Measured(records, column.Metric),
            groups.WhyNot(column.Group, method, WhyEmpty(method, column)),
            paper is null ? default : PrintedNumber.Of(Published, PublishedDataset, PublishedModel, theirs, paper),
            column.Group == StableDiffusionSubject.Name ? "other prompts and settings" : "another model and concept"
        );
    }

    private static string WhyEmpty(string method, ResultColumn column) =>
        column.Metric switch
        {
            "detected" or "text.score" or "text.score.erased" => "no judge",
            "kid" => "no judge, or too few pictures for KID",
            "fid" => method == ErasingCatalog.Original ? "no judge, or no real pictures" : "no judge",
            _ => method == ErasingCatalog.Original ? Comparability.ReferenceItself : Comparability.NotInTheRecord,
        };

    // The original was not erased: its seconds are none.
    private static Measurement? Measured(IEnumerable<RunRecord> records, string metric) =>
        Measurement.Of(
            records.Where(record => metric != "total" || record.Cell.Method != ErasingCatalog.Original),
            metric,
            withInterval: true
        );
}
