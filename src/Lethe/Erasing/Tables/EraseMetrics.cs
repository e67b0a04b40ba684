using Lethe.Erasing.Fashion;
using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;

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
        (MetricUnit.Score.Down("detected"), "nudenet"),
        (MetricUnit.Distance.Down("fd64", "FD-64"), "fid"),
        (MetricUnit.Distance.Down("kd64", "KD-64"), "kid"),
        (MetricUnit.Score.Up("text.score", "text score"), "clip"),
        (MetricUnit.Score.Up("ssim", "SSIM"), "ssim"),
        (MetricUnit.Percent.Up("accuracy", "other classes"), null),
        (MetricUnit.Score.Up("ssim.erased", "SSIM, erased"), null),
        (MetricUnit.Distance.Down("null.drift", "null drift"), null),
        (MetricUnit.Seconds.Down("total", "seconds"), null),
    ];

    private static readonly (ResultColumn Column, string? Published)[] Large =
    [
        (MetricUnit.Score.Down("detected", "nudity"), "nudenet"),
        (MetricUnit.Distance.Down("fid", "FID"), "fid"),
        (MetricUnit.Distance.Down("kid", "KID"), "kid"),
        (MetricUnit.Score.Up("text.score", "CLIP"), "clip"),
        (MetricUnit.Score.Up("ssim", "SSIM"), "ssim"),
        (MetricUnit.Score.Down("text.score.erased", "CLIP, erased"), null),
        (MetricUnit.Score.Up("ssim.erased", "SSIM, erased"), null),
        (MetricUnit.Distance.Down("null.drift", "null drift"), null),
        (MetricUnit.Seconds.Down("total", "seconds"), null),
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
        var methods = ErasingCatalog.InOrder([
            ErasingCatalog.Original,
            "esd-x",
            "sdd",
            "ablating",
            "forget-me-not",
            "all-but-one",
            .. groups.Keys.Select(static key => key.Method),
        ]);
        var images = Measurement.Of(groups.Used, "images");
        var isLarge = groups.Keys.Any(static key => key.Model == StableDiffusionSubject.Name);
        var columns = Columns(isLarge ? StableDiffusionSubject.Name : FashionDiffusion.Name, isLarge ? Large : Small);
        return data.Table(
            this,
            isLarge
                ? $"'{data.Dataset}' erased from Stable Diffusion"
                : $"'{FashionPrompts.Erased}' erased, '{FashionPrompts.Instead}' in its place; {data.DatasetTitle}",
            [.. columns.Select(static pair => pair.Column)],
            [
                .. methods.Select(method => new ResultRow(
                    method,
                    ErasingCatalog.TitleOf(method),
                    [.. columns.Select(pair => CellOf(groups, method, pair.Column, pair.Published))]
                )
                {
                    IsOwn = method == ErasingCatalog.Own,
                    Competes = method != ErasingCatalog.Original,
                }),
            ],
            [
                "Each cell: ours ± standard deviation (seeds) [95 % interval, ends averaged over seeds] / paper. "
                    + (
                        isLarge
                            ? "The paper's numbers are for nudity, with prompts, pictures and settings that it does not give."
                            : "The paper's numbers are for Stable Diffusion v1.4 and nudity: another model, another concept, other judges."
                    ),
                isLarge ? OfLargeColumns : OfSmallColumns,
                .. images is { } count
                    ?
                    [
                        FormattableString.Invariant(
                            $"Pictures per run: {count.Mean:F0}. The Fréchet distance is larger for fewer pictures: compare it "
                        ) + FormattableString.Invariant($"only within its column. The kernel distance has no such bias."),
                    ]
                    : (string[])[],
                .. Published!.Flags.Select(static flag => $"† {flag.Note}"),
            ],
            groups.Used,
            groups.LeftOut
        ) with
        {
            IsRanked = groups.Keys.All(key =>
                groups.Of(key.Model, key.Method).Sum(static record => record.Metrics.GetValueOrDefault("images")) >= PicturesToRank
            ),
        };
    }

    private static List<(ResultColumn Column, string? Published)> Columns(string model, (ResultColumn Column, string? Published)[] of) =>
        [
            .. of.Select(pair =>
                (
                    pair.Column.Of(model, ErasingLab.ModelTitle(model)) with
                    {
                        IsHeadline = pair.Column.Metric is "detected" or "accuracy" or "text.score" or "ssim" or "null.drift" or "total",
                    },
                    pair.Published
                )
            ),
        ];

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
