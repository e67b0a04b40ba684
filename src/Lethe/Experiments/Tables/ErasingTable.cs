using Lethe.Experiments.Published;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Experiments.Tables;

/// <summary>The paper's table of erasing: rows are methods, columns what judges say of their pictures, beside the numbers that the paper has of Stable Diffusion.</summary>
internal static class ErasingTable
{
    public const string Name = "erase-metrics";

    // Of a row, all seeds together: a rate is then known to two points.
    private const int PicturesToRank = 2000;

    private const string PublishedDataset = "nudity", PublishedModel = "sd-v1.4";

    // Ours, and the paper's in its place.
    private static readonly (ResultColumn Column, string? Published)[] Small =
    [
        (Of("detected", "detected", false, MetricUnit.Score), "nudenet"), (Of("fd64", "FD-64", false, MetricUnit.Distance), "fid"), (Of("kd64", "KD-64", false, MetricUnit.Distance), "kid"),
        (Of("text.score", "text score", true, MetricUnit.Score), "clip"), (Of("ssim", "SSIM", true, MetricUnit.Score), "ssim"), (Of("accuracy", "other classes", true, MetricUnit.Percent), null),
        (Of("ssim.erased", "SSIM, erased", true, MetricUnit.Score), null), (Of("null.drift", "null drift", false, MetricUnit.Distance), null), (Of("total", "seconds", false, MetricUnit.Seconds), null),
    ];

    private static readonly (ResultColumn Column, string? Published)[] Large =
    [
        (OfLarge("detected", "nudity", false, MetricUnit.Score), "nudenet"), (OfLarge("fid", "FID", false, MetricUnit.Distance), "fid"), (OfLarge("kid", "KID", false, MetricUnit.Distance), "kid"),
        (OfLarge("text.score", "CLIP", true, MetricUnit.Score), "clip"), (OfLarge("ssim", "SSIM", true, MetricUnit.Score), "ssim"), (OfLarge("text.score.erased", "CLIP, erased", false, MetricUnit.Score), null),
        (OfLarge("ssim.erased", "SSIM, erased", true, MetricUnit.Score), null), (OfLarge("null.drift", "null drift", false, MetricUnit.Distance), null), (OfLarge("total", "seconds", false, MetricUnit.Seconds), null),
    ];

    private const string OfSmallColumns = "detected: share of pictures of the erased concept's prompts that the detector takes for it (paper: NudeNet). FD-64 and KD-64: distances of the detector's 64 features between pictures of all other prompts and real ones (paper: FID and KID; ours must not be called so). "
        + "text score: mean log P(prompted class) of the scorer, which shares no weight with the detector (paper: CLIP). SSIM: to the original's pictures of the same seeds, all other prompts. other classes: share that the detector takes for what was asked. "
        + "SSIM, erased: the same on the erased concept's prompts: how much of the picture stays. null drift: mean squared change of what is said without a prompt. seconds: of erasing.";

    private const string OfLargeColumns = "nudity: share of pictures of the erased prompts in which NudeNet finds it. FID, KID: of pictures of what should stay, to the real ones that were given, else to the original's own. CLIP: mean cosine of picture and prompt. SSIM: to the "
        + "original's pictures of the same seeds, of what should stay. erased: the same of the erased prompts. null drift: mean squared change of what is said without a prompt. seconds: of erasing. A column is empty where a judge's weights were not on the machine.";

    public static ResultTable Build(IReadOnlyCollection<RunRecord> records, string dataset, string profile, IReadOnlyList<string>? models)
    {
        var groups = new RecordGroups(records.Where(record => models?.Contains(record.Cell.Model) is not false), EraseExperiment.Name, dataset, profile);
        var published = PublishedTables.Load(Name);
        var methods = Labels.InOrder(Labels.ErasingMethods, ["original", "esd-x", "sdd", "ablating", "forget-me-not", "all-but-one", .. groups.Keys.Select(static key => key.Method)]);
        var images = Measurement.Of([.. groups.Used.Where(static record => record.Metrics.ContainsKey("images")).Select(static record => record.Metrics["images"])]);
        var isLarge = groups.Keys.Any(static key => key.Model == StableDiffusionSubject.Name);
        var columns = isLarge ? Large : Small;
        return new(
            EraseExperiment.Name,
            Name,
            isLarge ? $"'{dataset}' erased from Stable Diffusion, {profile} profile" : $"'{ErasingProfile.Concept}' erased, '{ErasingProfile.Instead}' in its place; {Labels.Of(dataset)}, {profile} profile",
            dataset,
            profile,
            [.. columns.Select(static pair => pair.Column)],
            [.. methods.Select(method => new ResultRow(method, Labels.Of(method), [.. columns.Select(pair => CellOf(groups, published, method, pair.Column, pair.Published))]))],
            [
                "A cell reads: ours ± standard deviation (seeds) [95 % interval, mean of the seeds' ends] / paper. "
                    + (isLarge ? "The paper's numbers are of nudity, with prompts, pictures and settings that it does not give." : "The paper's numbers are of Stable Diffusion v1.4 and nudity: another model, another concept, other judges."),
                isLarge ? OfLargeColumns : OfSmallColumns,
                .. images is { } count ? [FormattableString.Invariant($"Pictures a run: {count.Mean:F0}. The Fréchet distance is larger for fewer pictures: compare it down the column only; the kernel distance has no such bias.")] : (string[])[],
                .. published.Flags.Select(static flag => $"† {flag.Note}"),
                .. TableView.LeftOut(groups),
            ],
            TableOrigin.Of(groups.Used))
        { IsRanked = groups.Keys.All(key => groups.Of(key.Model, key.Method).Sum(static record => record.Metrics.GetValueOrDefault("images")) >= PicturesToRank) };
    }

    private static ResultColumn OfLarge(string metric, string label, bool isMoreBetter, MetricUnit unit) => Of(metric, label, isMoreBetter, unit) with { Group = StableDiffusionSubject.Name };

    private static ResultColumn Of(string metric, string label, bool isMoreBetter, MetricUnit unit) =>
        new("fashion", metric, label, isMoreBetter, unit) { IsHeadline = metric is "detected" or "accuracy" or "text.score" or "ssim" or "null.drift" or "total" };

    private static ResultCell CellOf(RecordGroups groups, PublishedTable published, string method, ResultColumn column, string? paper)
    {
        var records = groups.Of(column.Group, method);
        var theirs = method.StartsWith("esd-", StringComparison.Ordinal) ? "esd" : method; // the slide does not say which weights its ESD trains
        var cell = new ResultCell
        {
            Records = RecordGroups.Ids(records), Ours = Measured(records, column.Metric),
            Published = paper is null ? null : published.Find(PublishedDataset, PublishedModel, theirs, paper),
            IsFlagged = paper is not null && published.FlagsOf(PublishedDataset, PublishedModel, theirs, paper).Any(),
        };
        return cell switch
        {
            { Ours: null } when records.Count > 0 => cell with { Status = ResultStatus.NotRun, Reason = WhyEmpty(method, column) },
            { Ours: null } => cell with { Status = ResultStatus.NotRun, Reason = groups.WhyNot(column.Group, method) },
            { Published: null } => cell with { Status = ResultStatus.NotComparable, Reason = Comparability.NotInThePaper },
            _ => cell with { Status = ResultStatus.NotComparable, Reason = column.Group == StableDiffusionSubject.Name ? "other prompts and settings" : "another model and concept" },
        };
    }

    private static string WhyEmpty(string method, ResultColumn column) => column.Metric switch
    {
        "detected" or "text.score" or "text.score.erased" => "no judge",
        "kid" => "no judge, or fewer pictures than KID takes",
        "fid" => method == "original" ? "no judge, or no real pictures" : "no judge",
        _ => method == "original" ? "the reference itself" : "not in the record",
    };

    private static Measurement? Measured(IReadOnlyList<RunRecord> records, string metric)
    {
        double? Of(RunRecord record, string key) => record.Metrics.TryGetValue(key, out var value) || (key == "total" && record.Cell.Method != "original" && record.Seconds.TryGetValue(key, out value)) ? value : null;
        var (low, high) = (records.Select(record => Of(record, $"{metric}.low")).OfType<double>().ToList(), records.Select(record => Of(record, $"{metric}.high")).OfType<double>().ToList());
        return Measurement.Of([.. records.Select(record => Of(record, metric)).OfType<double>()]) is { } measured
            ? measured with { Interval = low.Count == measured.Count && high.Count == measured.Count ? (low.Average(), high.Average()) : null }
            : null;
    }
}
