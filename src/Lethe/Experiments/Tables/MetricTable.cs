using Lethe.Erasing;
using Lethe.Erasing.Fashion;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Experiments.Tables;

/// <summary>A table of measurements that the paper does not have: rows are methods, means are over seeds and forgotten classes.</summary>
/// <param name="Name">Of the table.</param>
/// <param name="Experiment">Whose records it shows.</param>
/// <param name="Title">For people.</param>
/// <param name="Methods">Its rows.</param>
/// <param name="Model">The model that the experiment runs if nothing else is asked for.</param>
/// <param name="Metrics">Its columns.</param>
/// <param name="Notes">How to read it.</param>
internal sealed record MetricTable(string Name, string Experiment, string Title, IReadOnlyList<string> Methods, string Model, IReadOnlyList<MetricTable.Metric> Metrics, IReadOnlyList<string> Notes)
{
    private const string LargeNote = "nudity: share of pictures in which NudeNet finds it. CLIP: mean cosine of picture and prompt. SSIM: to the original's pictures of the same seeds. A column is empty where the judge's weights were not on the machine.";

    private const string FewPictures = "At quick there are 60 pictures of the erased prompt and 5 or 10 of every other class a point and seed: a difference of a tenth in a rate is within chance. The main table has 2,010 a row.";

    /// <summary>What the utility table does not show, with every class forgotten in turn.</summary>
    public static MetricTable Beyond { get; } = new("lau-beyond", "lau", "Beyond the accuracies: every class forgotten in turn", ["original", "retrain", "lau", "logit-mask"], "vgg16",
    [
        new("D_tr", "D_tr", true, MetricUnit.Percent), new("D_tf", "D_tf", false, MetricUnit.Percent), new("US", "US", true, MetricUnit.Score),
        new("gap_to_retrain", "gap", false, MetricUnit.Points), new("tow", "ToW", true, MetricUnit.Score), new("mia_confidence_gap", "MIA gap", false, MetricUnit.Points),
        new("probe_D_tf", "probe D_tf", false, MetricUnit.Percent), new("relearn_head_epochs", "relearn", true, MetricUnit.Samples), new("js_forget_test", "JS", false, MetricUnit.Score),
    ],
    [
        "Accuracies in percent. gap: mean distance to Retrain of the four accuracies, in points. ToW: tug of war, 1 if equal to Retrain. MIA gap: points between the share of D_f that an attack on "
            + "confidences calls unseen, and the same for Retrain. probe D_tf: accuracy on the forgotten class of a new linear head on the network's features, trained with D_f: what of the class "
            + "is still there. relearn: epochs a head needs to be as sure of D_f again. JS: Jensen-Shannon divergence to Retrain on D_tf, in nats (at most 0.69).",
    ]);

    /// <summary>What the t-SNE figure rests on.</summary>
    public static MetricTable Boundary { get; } = new("lau-boundary", "lau-boundary", "t-SNE of Original, Retrain and LAU", ["lau"], "resnet18",
    [
        new("images", "images", true, MetricUnit.Samples), new("trust_logits", "trust, logits", true, MetricUnit.Score), new("trust_features", "trust, features", true, MetricUnit.Score),
        new("kl_logits", "KL, logits", false, MetricUnit.Score), new("moved_features", "features moved", false, MetricUnit.Score),
    ],
    [
        "One joint embedding of the three networks' logits, and one of their features. trust: trustworthiness of the embedding with 12 neighbours, 1 is best. KL: what t-SNE minimises. "
            + "features moved: largest change of a feature by LAU; it is 0, because LAU changes the head alone.",
    ]);

    /// <summary>What the figure of the moving boundary rests on.</summary>
    public static MetricTable Evolution { get; } = new("lau-evolution", "lau-evolution", "The decision boundary while LAU runs, in a plane of the features", ["lau"], "resnet18",
    [
        new("epochs", "epochs", false, MetricUnit.Samples), new("D_tr.first", "D_tr before", true, MetricUnit.Percent), new("D_tr.last", "D_tr after", true, MetricUnit.Percent),
        new("D_tf.first", "D_tf before", true, MetricUnit.Percent), new("D_tf.last", "D_tf after", false, MetricUnit.Percent),
        new("area.first", "area before", true, MetricUnit.Percent), new("area.last", "area after", false, MetricUnit.Percent),
    ],
    [
        "LAU on the head of a network whose features were squeezed into the plane that a linear head separates best; accuracies are of that head. area: share of the drawn plane that is called the forgotten class.",
    ]);

    /// <summary>QAD's coefficients, one at a time.</summary>
    public static MetricTable QadSensitivity { get; } = new("qad-sensitivity", QadSensitivityExperiment.Name, "QAD's alpha and gamma, one at a time", [.. QadSensitivityExperiment.Variants.Keys], "tiny",
    [
        new("pooled.auc", "AUC, pooled", true, MetricUnit.Percent), new("raw.auc", "AUC, raw", true, MetricUnit.Percent), new("c23.auc", "AUC, c23", true, MetricUnit.Percent), new("c40.auc", "AUC, c40", true, MetricUnit.Percent),
    ],
    [
        "The family that stands for NeuralTextures, as in the deck's figure, which shows curves and prints no numbers. Where a row does not say otherwise, alpha is 0.1 of debiased CKA and gamma 0.002. "
            + "The paper's alphas, around 0.002, belong to an estimator that we do not know; with biased HSIC the term is far below a thousandth of the loss, and what those rows differ by is noise.",
    ]) { RowOf = static cell => cell.Settings["variant"] };

    /// <summary>What the t-SNE figure of detectors rests on.</summary>
    public static MetricTable QadTsne { get; } = new("qad-tsne", "qad-tsne", "t-SNE of the features at every quality", ["baseline", "qad"], "tiny",
    [
        new("images", "images", true, MetricUnit.Samples), new("features.ratio", "within / between", false, MetricUnit.Score), new("features.silhouette", "silhouette", true, MetricUnit.Score),
        new("trust", "trust", true, MetricUnit.Score), new("kl", "KL", false, MetricUnit.Score),
    ],
    [
        "within / between: mean distance of one frame's features at two qualities, over the mean distance of a real and a fake frame: small if quality matters little. silhouette: of the two classes, 1 if far apart, "
            + "0 if one cloud. Both of the features themselves, not of the map. trust: trustworthiness of the map with 12 neighbours. KL: what t-SNE minimises.",
    ]);

    /// <summary>What the erased prompt draws instead, as the detector sees it.</summary>
    public static MetricTable EraseGallery { get; } = new("erase-gallery", EraseExperiment.Name, "What the erased prompt draws", Labels.ErasingMethods, FashionDiffusion.Name,
        [.. ((string[])["sneaker", "ankle boot", "sandal", "bag", "tshirt", "trouser", "pullover", "dress", "coat", "shirt"]).Select(static name => new Metric($"becomes.{name}", name, false, MetricUnit.Percent))],
        ["Share of pictures of the erased prompt that the detector takes for each class, in percent. The pictures themselves are in the records' arrays and in notebook 26."]) { LeavesOut = true, IsRanked = false, OfLarge = [new("detected", "nudity", false, MetricUnit.Score), new("text.score.erased", "CLIP", false, MetricUnit.Score), new("ssim.erased", "SSIM", false, MetricUnit.Score)] };

    /// <summary>What erasing did to the classes beside the erased one.</summary>
    public static MetricTable EraseNeighbours { get; } = new("erase-neighbours", EraseExperiment.Name, "Every other class after erasing", Labels.ErasingMethods, FashionDiffusion.Name,
        [.. ((string[])["ankle boot", "sandal", "bag", "tshirt", "trouser", "pullover", "dress", "coat", "shirt"]).Select(static name => new Metric($"kept.{name}", name, true, MetricUnit.Percent))],
        ["Share of pictures of each prompt that the detector takes for what was asked, in percent. Ankle boot and sandal are the erased class's neighbours."]) { LeavesOut = true, IsRanked = false, OfLarge = [new("detected.kept", "nudity", false, MetricUnit.Score), new("text.score", "CLIP", true, MetricUnit.Score), new("ssim", "SSIM", true, MetricUnit.Score)] };

    /// <summary>What the curves over iterations come to.</summary>
    public static MetricTable EraseIterations { get; } = new("erase-iterations", EraseIterationsExperiment.Name, "Erasure against preservation over iterations", Labels.ErasingMethods, FashionDiffusion.Name,
    [
        new("detected.start", "detected before", false, MetricUnit.Score), new("half.iteration", "iterations to half", false, MetricUnit.Samples), new("half.ssim", "SSIM there", true, MetricUnit.Score),
        new("detected", "detected at the end", false, MetricUnit.Score), new("ssim", "SSIM", true, MetricUnit.Score), new("accuracy", "other classes", true, MetricUnit.Percent), new("null.drift", "null drift", false, MetricUnit.Distance),
    ],
    ["All methods run equally long here, each at its own learning rate. iterations to half: where detections first fall to half of what they were, between measured points straight; SSIM there is how much of the other pictures is then left, the fairest single number of the curve.", FewPictures])
    {
        LeavesOut = true, IsRanked = false,
        OfLarge =
        [
            new("detected.start", "nudity before", false, MetricUnit.Score), new("half.iteration", "iterations to half", false, MetricUnit.Samples), new("half.ssim", "SSIM there", true, MetricUnit.Score), new("detected", "nudity at the end", false, MetricUnit.Score),
            new("ssim", "SSIM", true, MetricUnit.Score), new("text.score", "CLIP", true, MetricUnit.Score), new("text.score.erased", "CLIP, erased", false, MetricUnit.Score), new("null.drift", "null drift", false, MetricUnit.Distance),
        ],
    };

    /// <summary>What the timeline's frames come to.</summary>
    public static MetricTable EraseTimeline { get; } = new("erase-timeline", EraseTimelineExperiment.Name, "The timeline: the same noise at every tenth iteration", Labels.ErasingMethods, FashionDiffusion.Name,
        [new("frames", "frames", true, MetricUnit.Samples), new("iterations", "iterations", true, MetricUnit.Samples), new("moved", "mean change of a pixel", false, MetricUnit.Score)],
        ["The frames are in the records' arrays and in notebook 25. mean change of a pixel: last frame against first, of a range of 2."]) { LeavesOut = true, IsRanked = false };

    /// <summary>Real pictures inverted and drawn again.</summary>
    public static MetricTable EraseInversion { get; } = new("erase-inversion", EraseInversionExperiment.Name, "Real pictures, inverted and drawn again", [.. Labels.ErasingMethods.SelectMany(static method => Enum.GetNames<InversionMode>().Select(mode => InversionRow(method, mode)))], FashionDiffusion.Name,
        [.. ((string[])["sneaker", "sandal", "bag"]).SelectMany(static name => (Metric[])
        [
            new($"{name}.control.ssim", $"{name}: SSIM, control", true, MetricUnit.Score), new($"{name}.control.psnr", "PSNR, control", true, MetricUnit.Percent), new($"{name}.erased.ssim", "SSIM, erased", name != "sneaker", MetricUnit.Score),
            new($"{name}.control.recognised", "recognised, control", true, MetricUnit.Percent), new($"{name}.erased.recognised", "recognised, erased", name != "sneaker", MetricUnit.Percent),
        ])],
        ["control: inverted and drawn by the original; it should give the picture back. erased: drawn by the erased network from the same noise. SSIM and PSNR (dB) to the real picture. Null: inverted without a prompt and drawn under guidance. Prompt: both with the prompt, without guidance."])
        {
            LeavesOut = true, IsRanked = false, RowOf = static cell => InversionRow(cell.Method, cell.Settings["mode"]),
            OfLarge =
            [
                new("real.control.ssim", "SSIM, control", true, MetricUnit.Score), new("real.control.psnr", "PSNR, control", true, MetricUnit.Percent), new("real.erased.ssim", "SSIM, erased", false, MetricUnit.Score), new("real.erased.psnr", "PSNR, erased", false, MetricUnit.Percent),
                new("real.control.detected", "nudity, control", true, MetricUnit.Score), new("real.erased.detected", "nudity, erased", false, MetricUnit.Score), new("real.control.text.score", "CLIP, control", true, MetricUnit.Score), new("real.erased.text.score", "CLIP, erased", false, MetricUnit.Score),
            ],
        };

    /// <summary>What the slides leave open.</summary>
    public static MetricTable EraseAblation { get; } = new("erase-ablation", EraseAblationExperiment.Name, "All but One: what the slides leave open, one at a time", [.. EraseAblationExperiment.Variants.Keys], FashionDiffusion.Name,
    [
        new("detected", "detected", false, MetricUnit.Score), new("becomes.ankle boot", "ankle boot instead", true, MetricUnit.Percent), new("ssim", "SSIM", true, MetricUnit.Score), new("ssim.erased", "SSIM, erased", true, MetricUnit.Score),
        new("accuracy", "other classes", true, MetricUnit.Percent), new("null.drift", "null drift", false, MetricUnit.Distance),
    ],
    ["Where a row does not say otherwise: lambda 1, q 0.95, g1 = g2 = 1, attention to the prompt, latents of the edit.", FewPictures])
    {
        RowOf = static cell => cell.Settings["variant"], IsRanked = false,
        OfLarge =
        [
            new("detected", "nudity", false, MetricUnit.Score), new("text.score.erased", "CLIP, erased", false, MetricUnit.Score), new("ssim", "SSIM", true, MetricUnit.Score), new("ssim.erased", "SSIM, erased", true, MetricUnit.Score),
            new("text.score", "CLIP", true, MetricUnit.Score), new("null.drift", "null drift", false, MetricUnit.Distance),
        ],
    };

    /// <summary>What a learned vector brings back.</summary>
    public static MetricTable EraseAttack { get; } = new("erase-attack", EraseAttackExperiment.Name, "A learned vector that asks for the erased concept", Labels.ErasingMethods, FashionDiffusion.Name,
        [new("detected.prompt", "detected, prompt", false, MetricUnit.Score), new("detected.attack", "detected, learned vector", false, MetricUnit.Score), new("moved", "length of the vector's way", true, MetricUnit.Score)],
        ["One free vector, fitted to 16 real pictures of the concept with every weight frozen. What the original reaches with it is as much as the attack can do; a method that comes near it has hidden the concept, not removed it."])
    {
        LeavesOut = true, IsRanked = false,
        OfLarge =
        [
            new("detected.prompt", "nudity, prompt", false, MetricUnit.Score), new("detected.attack", "nudity, learned vector", false, MetricUnit.Score), new("text.score.prompt", "CLIP, prompt", false, MetricUnit.Score),
            new("text.score.attack", "CLIP, learned vector", false, MetricUnit.Score), new("moved", "length of the vector's way", true, MetricUnit.Score),
        ],
    };

    /// <summary>What tells rows apart, one of <see cref="Methods"/>: the method, if nothing else is said.</summary>
    public Func<Cell, string> RowOf { get; init; } = static cell => cell.Method;

    /// <summary>Columns for Stable Diffusion in place of <see cref="Model"/>; null for the same.</summary>
    public IReadOnlyList<Metric>? OfLarge { get; init; }

    /// <summary>Whether a method that was not run has no row, if others have one: the methods are more than a run asks for.</summary>
    public bool LeavesOut { get; init; }

    /// <summary><see cref="ResultTable.IsRanked"/>: rates of a few hundred pictures are not.</summary>
    public bool IsRanked { get; init; } = true;

    public ResultTable Build(IReadOnlyCollection<RunRecord> records, string dataset, string profile, IReadOnlyList<string>? models)
    {
        var own = RecordGroups.Shown(records.Where(record => record.Cell.Dataset == dataset && record.Cell.Profile == profile), Experiment, RowOf);
        var shown = models ?? (own.Any(record => record.Cell.Model == Model) ? [Model] : [.. own.Select(static record => record.Cell.Model).Distinct()]);
        var used = own.Where(record => shown.Contains(record.Cell.Model) && Methods.Contains(RowOf(record.Cell))).ToList();
        var rows = LeavesOut && used.Count > 0 ? [.. Methods.Where(method => used.Any(record => RowOf(record.Cell) == method))] : Methods;
        List<ResultColumn> columns = [.. shown.SelectMany(model => (model == StableDiffusionSubject.Name ? OfLarge ?? Metrics : Metrics).Select(metric => new ResultColumn(model, metric.Key, metric.Label, metric.IsMoreBetter, metric.Unit)))];
        return new(
            Experiment,
            Name,
            $"{Title}, {Labels.Of(dataset)}, {profile} profile",
            dataset,
            profile,
            columns,
            [.. rows.Select(method => new ResultRow(method, Labels.Of(method), [.. columns.Select(column => CellOf(used, method, column))]))],
            [$"A cell reads: mean ± standard deviation (runs) over seeds{(used.Any(static record => record.Cell.ForgetClass is not null) ? " and forgotten classes" : "")}. The paper has no such table.", .. OfLarge is not null && shown.Contains(StableDiffusionSubject.Name) ? [LargeNote] : Notes],
            TableOrigin.Of(used))
        { IsRanked = IsRanked };
    }

    private ResultCell CellOf(List<RunRecord> used, string method, ResultColumn column)
    {
        var found = used.Where(record => record.Cell.Model == column.Group && RowOf(record.Cell) == method).ToList();
        var ours = Measurement.Of([.. found.Where(record => record.Metrics.ContainsKey(column.Metric)).Select(record => record.Metrics[column.Metric])]);
        return ours is not null
            ? new() { Ours = ours, Records = RecordGroups.Ids(found), Status = ResultStatus.NotComparable, Reason = Comparability.NotInThePaper }
            : new() { Status = ResultStatus.NotRun, Reason = found.Count == 0 ? "no record" : "not in the record" };
    }

    private static string InversionRow(string method, string mode) => $"{Labels.Of(method)}: {mode}";

    /// <summary>A column.</summary>
    internal sealed record Metric(string Key, string Label, bool IsMoreBetter, MetricUnit Unit);
}
