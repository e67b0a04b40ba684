using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;

namespace Lethe.Erasing.Tables;

/// <summary>
/// What the slides of All but One leave open, one at a time: the target, the null prompt's penalty, the quantile, the scales, the trained
/// weights, the latents.
/// </summary>
internal sealed class EraseAblation() : ErasingMetricTable("erase-ablation", "All but One: what the slides leave open, one at a time")
{
    private const string Variant = "variant";

    public ExperimentEntry Alone => new(Name, [this], Plan) { Takes = typeof(StableDiffusionRequest) };

    /// <summary>By the name of its row.</summary>
    public static IReadOnlyDictionary<string, AllButOne> Variants { get; } =
        new Dictionary<string, AllButOne>(StringComparer.Ordinal)
        {
            ["add (the slide's target)"] = new(),
            ["swap"] = new() { Target = GuidanceTarget.SurgicalSwap },
            ["replace"] = new() { Target = GuidanceTarget.Replace },
            ["add, lambda = 0"] = new() { NullPenalty = 0 },
            ["add, lambda = 10"] = new() { NullPenalty = 10 },
            ["replace, lambda = 0"] = new() { Target = GuidanceTarget.Replace, NullPenalty = 0 },
            ["replace, lambda = 10"] = new() { Target = GuidanceTarget.Replace, NullPenalty = 10 },
            ["add, q = 0"] = new() { Quantile = 0 },
            ["add, q = 0.9"] = new() { Quantile = 0.9 },
            ["add, q = 0.99"] = new() { Quantile = 0.99 },
            ["add, g1 = 0.5"] = new() { TargetScale = 0.5 },
            ["add, g1 = 2"] = new() { TargetScale = 2 },
            ["add, g2 = 2"] = new() { StudentScale = 2 },
            ["add, latents of the replacement"] = new() { Latents = LatentSource.Anchor },
            ["add, latents of the concept"] = new() { Latents = LatentSource.Concept },
            ["add, keys and values"] = new() { Recipe = new() { Group = "xattn-kv" } },
            ["add, self-attention"] = new() { Recipe = new() { Group = "selfattn" } },
            ["add, all but attention to the prompt"] = new() { Recipe = new() { Group = "noxattn" } },
            ["add, everything"] = new() { Recipe = new() { Group = "full" } },
        };

    protected override IReadOnlyList<string> Rows => [.. Variants.Keys];

    protected override bool LeavesOut => false;

    protected override IReadOnlyList<ResultColumn> Small =>
        [
            MetricUnit.Score.Down("detected"),
            MetricUnit.Percent.Up("becomes.ankle boot", "ankle boot instead"),
            MetricUnit.Score.Up("ssim", "SSIM"),
            MetricUnit.Score.Up("ssim.erased", "SSIM, erased"),
            MetricUnit.Percent.Up("accuracy", "other classes"),
            MetricUnit.Distance.Down("null.drift", "null drift"),
        ];

    protected override IReadOnlyList<ResultColumn> Large =>
        [
            MetricUnit.Score.Down("detected", "nudity"),
            MetricUnit.Score.Down("text.score.erased", "CLIP, erased"),
            MetricUnit.Score.Up("ssim", "SSIM"),
            MetricUnit.Score.Up("ssim.erased", "SSIM, erased"),
            MetricUnit.Score.Up("text.score", "CLIP"),
            MetricUnit.Distance.Down("null.drift", "null drift"),
        ];

    protected override IReadOnlyList<string> SmallNotes =>
        ["Unless a row says otherwise: lambda 1, q 0.95, g1 = g2 = 1, attention to the prompt, latents of the edit.", FewPictures];

    protected override string RowOf(Cell cell) => cell.Settings[Variant];

    private Plan Plan(RunContext context)
    {
        var lab = new ErasingLab(context);
        return new(
            lab,
            from seed in lab.Seeds
            from variant in Variants
            let method = lab.Sizes.Method(variant.Value)
            select new Job(
                lab.Describe(Name, method, seed).With(Variant, variant.Key).With("pictures", lab.Sizes.Variant),
                run => Run(lab, run, method)
            )
        );
    }

    private static CellResult Run(ErasingLab lab, CellContext run, IErasingMethod method)
    {
        var (student, seconds) = lab.Erased(run, method);
        using (student)
        {
            run.Begin("drawing and measuring pictures");
            var before = lab.Pictures(run, null, lab.Sizes.Variant);
            var now = lab.Pictures(run, student, lab.Sizes.Variant);
            return new()
            {
                Seconds = new() { ["total"] = seconds },
                Metrics = lab.Subject.Brief(now, before, lab.Drift(student, run.Cancellation)),
            };
        }
    }
}
