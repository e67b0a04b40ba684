using Lethe.Erasing.Methods;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>What the slides of All but One leave open, one at a time: the target, the null prompt's penalty, the quantile, the scales, the trained weights, the latents.</summary>
public sealed class EraseAblationExperiment : IExperiment
{
    public const string Name = "erase-ablation";

    private readonly ErasingLab lab;

    /// <exception cref="Runtime.LetheException">The request names something that is not there.</exception>
    public EraseAblationExperiment(ExperimentRequest request) => lab = new(request);

    /// <summary>By the name of its row.</summary>
    public static IReadOnlyDictionary<string, AllButOne> Variants { get; } = new Dictionary<string, AllButOne>(StringComparer.Ordinal)
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

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from seed in Enumerable.Range(0, lab.Seeds)
           from variant in Variants
           select lab.Describe(Name, lab.Profile.Method(variant.Value), seed).With("variant", variant.Key).With("images.erased", lab.Profile.Variant.Erased).With("images.kept", lab.Profile.Variant.Kept),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var (student, seconds) = lab.Erased(cell, lab.Profile.Method(Variants[cell.Settings["variant"]]), progress, cancellation);
        using (student)
        {
            progress.Report(new CellStage(cell, "drawing and measuring pictures"));
            var (ofErased, ofKept) = lab.Profile.Variant;
            var before = lab.Pictures(cell, null, ofErased, ofKept, progress, cancellation);
            var now = lab.Pictures(cell, student, ofErased, ofKept, progress, cancellation);
            return new()
            {
                Cell = cell, Provenance = provenance, Seconds = new(StringComparer.Ordinal) { ["total"] = seconds },
                Metrics = lab.Subject.Brief(now, before, lab.Drift(student, cancellation)),
            };
        }
    });

    public void Dispose() => lab.Dispose();
}
