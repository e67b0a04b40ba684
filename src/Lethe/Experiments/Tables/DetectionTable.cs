using Lethe.Detection.Evaluation;
using Lethe.Experiments.Published;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Faces.Paired;

namespace Lethe.Experiments.Tables;

/// <summary>
/// A table of detectors as the deck prints them: rows are networks and how they were trained, columns are data sets, or the families of forgeries that stand for
/// them; each metric is a block.
/// </summary>
/// <param name="Name">Of the table, and of the published one.</param>
/// <param name="Title">For people.</param>
/// <param name="Blocks">The metrics; the published number belongs to the first.</param>
/// <param name="IsPublished">Whether the paper has such a table; its rows are then shown too.</param>
/// <param name="Shows">The rows to show, by method; null for all.</param>
/// <param name="Notes">How to read it.</param>
internal sealed record DetectionTable(string Name, string Title, IReadOnlyList<DetectionTable.Block> Blocks, bool IsPublished, Func<string, bool>? Shows, IReadOnlyList<string> Notes)
{
    /// <summary>The one set that the table is about, as the paper names it; null for all, with their average.</summary>
    public string? OnlyFamily { get; init; }

    /// <summary>Whose records it shows.</summary>
    public string Experiment { get; init; } = MainExperiment;

    public const string MainExperiment = "qad";
    public const string Average = "average";
    public const string FamilyKey = "family";
    private const string PublishedMetric = "auc";

    /// <summary>What the paper's first table measures: all qualities pooled; and beside it per video, and the mean of the three qualities.</summary>
    public static DetectionTable Video { get; } = new("qad-video", "One detector for raw, c23 and c40, which is not told the quality",
    [
        new("pooled.auc", "Frame AUC, raw + c23 + c40 pooled"), new("pooled.video_auc", "Video AUC, pooled"), new("macro.auc", "Frame AUC, mean of raw, c23 and c40"),
        new("gain.pooled.auc", "Pooled frame AUC less the baseline's, same network, seed and videos", MetricUnit.Points),
    ], IsPublished: true, IsMain,
    [
        "Pooled: one threshold for all qualities, as the deck describes its test. Mean: each quality with a threshold of its own. The deck does not say whether its AUC is over frames or videos; published numbers stand beside the first block.",
    ]);

    /// <summary>The same detectors, quality by quality.</summary>
    public static DetectionTable Quality { get; } = new("qad-quality", "The same detectors, quality by quality",
        [new("raw.auc", "Frame AUC, raw"), new("c23.auc", "Frame AUC, c23"), new("c40.auc", "Frame AUC, c40"), new("gain.c40.auc", "Frame AUC at c40 less the baseline's", MetricUnit.Points)], IsPublished: false, IsMain, []);

    /// <summary>The other metrics of the field.</summary>
    public static DetectionTable Scores { get; } = new("qad-scores", "The same detectors by other metrics, pooled over raw, c23 and c40",
    [
        new("pooled.ap", "Average precision"), new("pooled.eer", "Equal error rate", IsMoreBetter: false), new("pooled.acc", "Accuracy at 0.5"), new("pooled.acc_real", "Accuracy at 0.5, real only"),
        new("pooled.acc_fake", "Accuracy at 0.5, fake only"), new("pooled.ece", "Expected calibration error", IsMoreBetter: false),
    ], IsPublished: false, IsMain, []);

    /// <summary>Random JPEG compression of the raw test frames.</summary>
    public static DetectionTable Jpeg { get; } = new("qad-jpeg", "The same detectors on raw frames after random JPEG compression",
        [new("jpeg.auc", "Frame AUC, JPEG of random quality"), new("jpeg.video_auc", "Video AUC, JPEG of random quality"), new("gain.jpeg.auc", "Frame AUC less the baseline's", MetricUnit.Points)], IsPublished: true, IsMain,
        ["Quality 30 to 90, drawn from the frame's name: the same for every detector. The deck does not say its range."]);

    /// <summary>Specialists that are told the quality.</summary>
    public static DetectionTable Aware { get; } = new("qad-aware", "Three specialists that are told the quality, against one detector that is not",
        [new("pooled.auc", "Frame AUC, pooled"), new("macro.auc", "Frame AUC, mean of raw, c23 and c40")], IsPublished: true, static method => method is "specialists" or "add-specialists" or "qad" or "baseline",
        ["Each specialist was trained on one quality, sees only that quality in the test, and its scores are pooled with the others' as they are. The deck's numbers of QAD differ here from its first table; both rules are shown."]);

    /// <summary>The losses that make up QAD, and their rivals.</summary>
    public static DetectionTable Losses { get; } = new("qad-losses", "Collaborative and adversarial losses",
        [new("pooled.auc", "Frame AUC, pooled"), new("pooled.acc", "Accuracy at 0.5, pooled"), new("gain.pooled.auc", "Pooled frame AUC less the baseline's", MetricUnit.Points)], IsPublished: true, null,
        ["The deck's ablation is of ResNet50; its AUC stands beside the first block."]) { OnlyFamily = "neuraltextures" };

    /// <summary>The theorem's terms, at the strongest compression.</summary>
    public static DetectionTable Bound { get; } = new("qad-bound", "QAD's theorem, term by term, at c40",
    [
        new("bound.c40.error", "Share of c40 frames called wrong", MetricUnit.Score, IsMoreBetter: false), new("bound.c40.classification", "2 E L(f(x_c), y)", MetricUnit.Score, IsMoreBetter: false),
        new("bound.c40.collaboration", "8/T E ||f(x_r) - f(x_c)||", MetricUnit.Score, IsMoreBetter: false), new("bound.c40.known", "All terms that can be computed", MetricUnit.Score, IsMoreBetter: false),
        new("features.ratio", "Features: one frame at two qualities, over real against fake", MetricUnit.Score, IsMoreBetter: false),
    ], IsPublished: false, IsMain,
    ["T = 1. The bound is the sum of the terms, of a complexity that is not computed, and of 16/n and a term for the confidence. Above 1 it says nothing of the error; what the theorem is for is that the first two terms shall be small together."]);

    /// <summary>Compression of other strengths than in training.</summary>
    public static DetectionTable Robustness { get; } = new("qad-robustness", "Frame AUC over the strength of H.264 compression",
        [.. QadRobustnessExperiment.Curve.Select(static quality => new Block($"{quality}.auc", quality.Crf is { } crf ? $"Rate factor {crf}" : "Lossless"))], IsPublished: false, null,
        ["The detectors were trained on lossless frames and on rate factors 23 and 40."]) { Experiment = "qad-robustness" };

    /// <summary>The strength of JPEG compression.</summary>
    public static DetectionTable JpegCurve { get; } = new("qad-jpeg-curve", "Frame AUC over the quality of JPEG compression of raw frames",
        [.. JpegQuality.Curve.Select(static quality => new Block($"{PairedJpeg.NameOf(quality)}.auc", FormattableString.Invariant($"JPEG {quality}")))], IsPublished: false, IsMain, ["No JPEG was seen in training."]);

    /// <summary>How detectors do on forgeries that they were not trained on.</summary>
    public static DetectionTable Cross { get; } = new("qad-cross", "Forgeries of families that were not trained on",
        [new("cross.auc", "Frame AUC on the other families, pooled over qualities")], IsPublished: false, IsMain,
        ["Columns: the family that was trained on."]);

    /// <summary>How detectors do on faces that nobody ever had.</summary>
    public static DetectionTable Synthetic { get; } = new(QadSyntheticExperiment.Name, "Whole synthetic faces (FFHQ against StyleGAN2), which no detector was trained on",
        [new("pooled.auc", "Frame AUC, raw + c23 + c40 pooled"), new("raw.auc", "Frame AUC, raw"), new("c23.auc", "Frame AUC, c23"), new("c40.auc", "Frame AUC, c40")], IsPublished: false, null,
        ["Columns: the family that was trained on. The real photographs were JPEG files of quality 75 before they were made small, the synthetic ones nearly lossless: a part of any difference may be that."]) { Experiment = QadSyntheticExperiment.Name };

    public ResultTable Build(IReadOnlyCollection<RunRecord> records, string dataset, string profile, IReadOnlyList<string>? models)
    {
        var groups = new RecordGroups(records.Where(record => models?.Contains(record.Cell.Model) is not false && Shows?.Invoke(record.Cell.Method) is not false), Experiment, dataset, profile,
            static cell => KeyOf(cell.Model, cell.Method), static cell => cell.Settings[FamilyKey]);
        var published = IsPublished ? PublishedTables.Load(Name) : null;
        var families = Labels.InOrder(Labels.Families, groups.Keys.Select(static key => key.Model)).Where(family => OnlyFamily is null || Labels.PublishedFamily(family) == OnlyFamily).ToList();
        List<ResultColumn> columns = [.. Blocks.SelectMany(block => families.Concat(OnlyFamily is null ? [Average] : []).Select(family => block.Column(family) with { IsHeadline = block == Blocks[0] }))];
        var rows = Rows(groups, published, models).Select(row => new ResultRow(KeyOf(row.Model, row.Method), LabelOf(row.Model, row.Method),
            [.. columns.Select(column => CellOf(groups, published, families, row.Model, row.Method, column))]) { Model = row.Model }).ToList();
        var flags = published is null ? [] : families.Append(Average).SelectMany(family => rows.SelectMany(row => published.FlagsOf(Labels.PublishedFamily(family), row.Model!, MethodOf(row.Method), PublishedMetric))).Distinct();
        return new(Experiment, Name, $"{Title}; {Labels.Of(dataset)}, {profile} profile", dataset, profile, columns, rows,
        [
            "A cell reads: ours ± standard deviation (seeds) [95 % interval over test videos, mean of the seeds' ends]" + (IsPublished ? " / paper / difference" : "") + ". In percent; chance is an AUC of 50.",
            .. Notes,
            .. IsPublished ? [Comparability.Rule] : (string[])[],
            .. families.Any(static family => Labels.PublishedFamily(family) != family) ? ["P- marks a family of the kit's own pseudo-forgeries, made in the manner of the set it stands for; its numbers are not comparable with the paper's."] : (string[])[],
            .. flags.Select(static flag => $"† {flag.Note}"),
            .. TableView.LeftOut(groups),
        ], TableOrigin.Of(groups.Used));
    }

    // What the paper's first tables hold: no ablations, no specialists.
    private static bool IsMain(string method) => method is not ("soft-label" or "pairwise" or "center" or "awp-kl" or "specialists" or "add-specialists");

    /// <summary>Of a row: network and training.</summary>
    public static string KeyOf(string model, string method) => $"{model}/{method}";

    private static string MethodOf(string key) => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static string LabelOf(string model, string method) => method == "baseline" || method == model ? Labels.Of(model) + (model is "tiny" or "resnet50" or "efficientnet-b1" ? ", baseline" : "") : $"{Labels.Of(model)}, {Labels.Of(method)}";

    // Ours first, then what the paper has besides.
    private static IEnumerable<(string Model, string Method)> Rows(RecordGroups groups, PublishedTable? published, IReadOnlyList<string>? models)
    {
        var ours = groups.Keys.Select(static key => key.Method.Split('/', 2)).Select(static parts => (Model: parts[0], Method: parts[1])).Distinct()
            .OrderBy(static row => row.Model, StringComparer.Ordinal).ThenBy(static row => Labels.Objectives.ToList().IndexOf(row.Method)).ToList();
        var theirs = published?.Rows.Where(row => models?.Contains(row.Model) is not false).Select(static row => (row.Model, row.Method)).Distinct() ?? [];
        return ours.Concat(theirs).Distinct();
    }

    private ResultCell CellOf(RecordGroups groups, PublishedTable? published, IReadOnlyList<string> families, string model, string method, ResultColumn column)
    {
        var (key, metric, family) = (KeyOf(model, method), column.Group, column.Metric);
        IReadOnlyList<RunRecord> records = family == Average ? [.. families.SelectMany(one => groups.Of(one, key))] : groups.Of(family, key);
        var cell = new ResultCell
        {
            Records = RecordGroups.Ids(records),
            Published = metric == Blocks[0].Key ? published?.Find(Labels.PublishedFamily(family), model, method, PublishedMetric) : null,
            IsFlagged = metric == Blocks[0].Key && published?.FlagsOf(Labels.PublishedFamily(family), model, method, PublishedMetric).Any() is true,
            Ours = family == Average ? AverageOf(families, groups, key, metric) : Measured(records, metric),
        };
        if (cell.Ours is not { } ours)
        {
            return cell with { Status = ResultStatus.NotRun, Reason = records.Count > 0 ? method == "baseline" && metric.StartsWith("gain.", StringComparison.Ordinal) ? "the reference itself" : "not in the record" : family == Average ? "no record" : groups.WhyNot(family, key) };
        }
        if (cell.Published is not { } paper)
        {
            return cell with { Status = ResultStatus.NotComparable, Reason = Comparability.NotInThePaper };
        }
        var obstacle = Comparability.Obstacle(records) ?? (family == Average ? "other sets" : Comparability.IsMisprint(published!, Labels.PublishedFamily(family), model, method, PublishedMetric) ? "misprint in the paper" : null);
        return obstacle is not null
            ? cell with { Status = ResultStatus.NotComparable, Reason = obstacle }
            : Comparability.Compare(cell, Less(ours, paper.Value), column.Unit);
    }

    private static Measurement? Measured(IReadOnlyList<RunRecord> records, string metric)
    {
        var found = records.Where(record => record.Metrics.ContainsKey(metric)).ToList();
        var (low, high) = ($"{metric}.low", $"{metric}.high");
        return Measurement.Of([.. found.Select(record => record.Metrics[metric])]) is not { } measured ? null
            : DetectorMetrics.HasInterval(metric) && found.All(record => record.Metrics.ContainsKey(low) && record.Metrics.ContainsKey(high))
                ? measured with { Interval = (found.Average(record => record.Metrics[low]), found.Average(record => record.Metrics[high])) }
                : measured;
    }

    private static Measurement Less(Measurement ours, double paper) => ours with
    {
        Mean = ours.Mean - paper, Interval = ours.Interval is { } at ? (at.Low - paper, at.High - paper) : null,
    };

    // The mean over the families, for every seed that has them all; its spread is that of the seeds.
    private static Measurement? AverageOf(IReadOnlyList<string> families, RecordGroups groups, string key, string metric)
    {
        var values = families.SelectMany(family => groups.Of(family, key)).Where(record => record.Metrics.ContainsKey(metric)).GroupBy(static record => record.Cell.Seed)
            .Where(seed => seed.Count() == families.Count).Select(seed => seed.Average(record => record.Metrics[metric])).ToList();
        return Measurement.Of(values);
    }

    /// <summary>A metric: its key in the records, its heading, its unit and direction.</summary>
    internal sealed record Block(string Key, string Heading, MetricUnit Unit = MetricUnit.Percent, bool IsMoreBetter = true)
    {
        public ResultColumn Column(string family) => new(Key, family, Labels.Of(family), IsMoreBetter, Unit) { IsPartOfData = true, BlockHeading = Heading };
    }
}
