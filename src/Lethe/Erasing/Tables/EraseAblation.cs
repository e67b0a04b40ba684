using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Erasing.Tables;

/// <summary>
/// What the slides of All but One leave open, one at a time: the target, the null prompt's penalty, the quantile, the scales, the trained
/// weights, the latents.
/// </summary>
internal sealed class EraseAblation() : ErasingMetricTable(Experiment, "All but One: what the slides leave open, one at a time")
{
    private const string Experiment = "erase-ablation",
        Variant = "variant";

    public static ExperimentEntry Entry => ErasingJobs.Experiment(Experiment, [Table], Jobs);

    public static IReadOnlyDictionary<string, AllButOne> Variants { get; } =
        new Dictionary<string, AllButOne>
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

    protected override string RowOf(Cell cell) => cell.Settings[Variant];

    private static Table Table =>
        new EraseAblation
        {
            Small =
            [
                ("detected", "detected", false, Score),
                ("becomes.ankle boot", "ankle boot instead", true, Percent),
                ("ssim", "SSIM", true, Score),
                ("ssim.erased", "SSIM, erased", true, Score),
                ("accuracy", "other classes", true, Percent),
                ("null.drift", "null drift", false, Distance),
            ],
            Large =
            [
                ("detected", "nudity", false, Score),
                ("text.score.erased", "CLIP, erased", false, Score),
                ("ssim", "SSIM", true, Score),
                ("ssim.erased", "SSIM, erased", true, Score),
                ("text.score", "CLIP", true, Score),
                ("null.drift", "null drift", false, Distance),
            ],
            SmallNotes =
            [
                "Unless a row says otherwise: lambda 1, q 0.95, g1 = g2 = 1, attention to the prompt, latents of the edit.",
                FewPictures,
            ],
        };

    private static IEnumerable<Job> Jobs(ErasingLab lab) =>
        from seed in lab.Seeds
        from variant in Variants
        let method = lab.Sizes.Method(variant.Value)
        let cell = lab.Describe(Experiment, method, seed).With(Variant, variant.Key).With("pictures", lab.Sizes.Variant)
        select new Job(cell, run => Run(lab, method, run)) { Needs = () => lab.Needs(cell, method) };

    private static CellResult Run(ErasingLab lab, IErasingMethod method, CellContext run)
    {
        var (student, seconds) = lab.Erased(run, method);
        using (student)
        {
            var (now, before, drift) = lab.Compared(run, student, lab.Sizes.Variant);
            return new()
            {
                Seconds = new() { ["total"] = seconds },
                Metrics = lab.Subject.Brief(now, before, drift),
            };
        }
    }
}
