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
internal sealed class EraseMetrics : Table
{
    // Of a row, all seeds together: a rate is then known to two points.
    private const int PicturesToRank = 2000;

    private const string PublishedDataset = "nudity",
        PublishedModel = "sd-v1.4";

    // Ours, and the paper's in its place.
    private static readonly (ResultColumn Column, string? Published)[] Small =
    [
        (Of("detected", "detected", false, MetricUnit.Score), "nudenet"),
        (Of("fd64", "FD-64", false, MetricUnit.Distance), "fid"),
        (Of("kd64", "KD-64", false, MetricUnit.Distance), "kid"),
        (Of("text.score", "text score", true, MetricUnit.Score), "clip"),
        (Of("ssim", "SSIM", true, MetricUnit.Score), "ssim"),
        (Of("accuracy", "other classes", true, MetricUnit.Percent), null),
        (Of("ssim.erased", "SSIM, erased", true, MetricUnit.Score), null),
        (Of("null.drift", "null drift", false, MetricUnit.Distance), null),
        (Of("total", "seconds", false, MetricUnit.Seconds), null),
    ];

    private static readonly (ResultColumn Column, string? Published)[] Large =
    [
        (OfLarge("detected", "nudity", false, MetricUnit.Score), "nudenet"),
        (OfLarge("fid", "FID", false, MetricUnit.Distance), "fid"),
        (OfLarge("kid", "KID", false, MetricUnit.Distance), "kid"),
        (OfLarge("text.score", "CLIP", true, MetricUnit.Score), "clip"),
        (OfLarge("ssim", "SSIM", true, MetricUnit.Score), "ssim"),
        (OfLarge("text.score.erased", "CLIP, erased", false, MetricUnit.Score), null),
        (OfLarge("ssim.erased", "SSIM, erased", true, MetricUnit.Score), null),
        (OfLarge("null.drift", "null drift", false, MetricUnit.Distance), null),
        (OfLarge("total", "seconds", false, MetricUnit.Seconds), null),
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

    public override string Name => "erase-metrics";

    public override string Title => "What is erased, and what else changed";

    public override string Source => EraseExperiment.Name;

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
        var images = Measurement.Of([
            .. groups.Used.Where(static record => record.Metrics.ContainsKey("images")).Select(static record => record.Metrics["images"]),
        ]);
        var isLarge = groups.Keys.Any(static key => key.Model == StableDiffusionSubject.Name);
        var columns = isLarge ? Large : Small;
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
                .. groups.LeftOutNote,
            ],
            groups.Used
        ) with
        {
            IsRanked = groups.Keys.All(key =>
                groups.Of(key.Model, key.Method).Sum(static record => record.Metrics.GetValueOrDefault("images")) >= PicturesToRank
            ),
        };
    }

    private static ResultColumn OfLarge(string metric, string label, bool isMoreBetter, MetricUnit unit) =>
        Of(metric, label, isMoreBetter, unit) with
        {
            Group = StableDiffusionSubject.Name,
            BlockHeading = ErasingLab.ModelTitle(StableDiffusionSubject.Name),
        };

    private static ResultColumn Of(string metric, string label, bool isMoreBetter, MetricUnit unit) =>
        new(FashionDiffusion.Name, metric, label, isMoreBetter, unit)
        {
            IsHeadline = metric is "detected" or "accuracy" or "text.score" or "ssim" or "null.drift" or "total",
            BlockHeading = ErasingLab.ModelTitle(FashionDiffusion.Name),
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
            records.Count > 0 ? WhyEmpty(method, column) : groups.WhyNot(column.Group, method),
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

    private static Measurement? Measured(IReadOnlyList<RunRecord> records, string metric)
    {
        double[] values =
        [
            .. records
                .Select(record =>
                    record.Metrics.TryGetValue(metric, out var value)
                    || (metric == "total" && record.Cell.Method != ErasingCatalog.Original && record.Seconds.TryGetValue(metric, out value))
                        ? value
                        : (double?)null
                )
                .OfType<double>(),
        ];
        return Measurement.Of(values)?.WithIntervals([.. records.Where(record => record.Metrics.ContainsKey(metric))], metric);
    }
}
