using System.Diagnostics;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using static TorchSharp.torch;

namespace Lethe.Erasing.Tables;

/// <summary>What is hidden and what is gone: a vector is learned that brings the erased concept back, with every weight frozen.</summary>
internal sealed class EraseAttack() : ErasingMetricTable("erase-attack", "A learned vector that asks for the erased concept")
{
    private const int Shown = 8;

    public ExperimentEntry Alone => new(Name, [this], Plan) { Takes = typeof(StableDiffusionRequest) };

    protected override IReadOnlyList<ResultColumn> Small =>
        [
            MetricUnit.Score.Down("detected.prompt", "detected, prompt"),
            MetricUnit.Score.Down("detected.attack", "detected, learned vector"),
            MetricUnit.Score.Up("moved", "how far the vector moved"),
        ];

    protected override IReadOnlyList<ResultColumn> Large =>
        [
            MetricUnit.Score.Down("detected.prompt", "nudity, prompt"),
            MetricUnit.Score.Down("detected.attack", "nudity, learned vector"),
            MetricUnit.Score.Down("text.score.prompt", "CLIP, prompt"),
            MetricUnit.Score.Down("text.score.attack", "CLIP, learned vector"),
            MetricUnit.Score.Up("moved", "how far the vector moved"),
        ];

    protected override IReadOnlyList<string> SmallNotes =>
        [
            "One free vector, fitted to 16 real pictures of the concept while every weight is frozen. What the original "
                + "reaches with it is the most that the attack can do; a method that comes near has hidden the concept, not removed "
                + "it.",
        ];

    private Plan Plan(RunContext context)
    {
        var lab = new ErasingLab(context);
        var methods = lab.Methods([ErasingCatalog.Original, .. lab.Sizes.Methods]);
        return new(
            lab,
            from seed in lab.Seeds
            from method in methods
            select new Job(
                lab.Describe(Name, lab.MethodOf(method), seed).With("attack", lab.Sizes.Attack).With("pictures", lab.Sizes.Attacked),
                run => Run(lab, run)
            )
        );
    }

    private static CellResult Run(ErasingLab lab, CellContext run)
    {
        using var erased = lab.MethodOf(run.Cell.Method) is { } method ? lab.Erased(run, method).Student : null;
        var network = erased ?? lab.Model.UNet;
        run.Begin("fitting a vector to the concept's pictures");
        var (model, subject, (real, drawn)) = (lab.Model, lab.Subject, lab.Sizes.Attacked);
        var pictures = subject.ConceptPictures(run.Seed * real, real, run.Cancellation);
        var clock = Stopwatch.StartNew();
        var found = lab.Sizes.Attack.Fit(model, network, pictures, run.Seed, run.Cancellation);
        var seconds = clock.Elapsed.TotalSeconds;
        run.Begin("drawing");
        long[] seeds = [.. Enumerable.Range(0, drawn).Select(i => FashionWorld.SeedOf(subject.ForgetClass ?? 0, (run.Seed << 14) + i))];
        var (asked, forced) = (
            Draw(lab, network, model.Encode(subject.Concept), seeds, run.Cancellation),
            Draw(lab, network, found, seeds, run.Cancellation)
        );
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["moved"] = (found - model.Encode("")).norm().item<float>(),
        };
        foreach (var (way, drawings) in new[] { ("prompt", asked), ("attack", forced) })
        {
            foreach (var (judge, value) in subject.Judge(drawings, subject.Concept))
            {
                metrics[$"{judge}.{way}"] = value;
            }
        }
        return new()
        {
            Seconds = new() { ["total"] = seconds },
            Metrics = metrics,
            Arrays = new Dictionary<string, FigureArray> { ["prompt"] = Kept(subject, asked), ["attack"] = Kept(subject, forced) },
        };
    }

    private static Tensor Draw(
        ErasingLab lab,
        UNet2DCondition network,
        Tensor prompt,
        IReadOnlyList<long> seeds,
        CancellationToken cancellation
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (model, nothing, parts, sampler) = (lab.Model, lab.Model.Encode(""), new List<Tensor>(), lab.Sizes.Sampler);
        foreach (var part in seeds.Chunk(model.AtOnce))
        {
            var latents = Ddim.Sample(
                (z, time) => Guidance.Predict(network, z, time, prompt, nothing, sampler.Scale),
                Latents.Noise(part, model.LatentShape, lab.Context.Device),
                sampler.Steps,
                cancellation: cancellation
            );
            parts.Add(model.Codec.Decode(latents).clamp(-1, 1));
        }
        return cat(parts).MoveToOuterDisposeScope();
    }

    private static FigureArray Kept(IErasingSubject subject, Tensor pictures) =>
        ErasingLab.Array(subject.Shown(pictures.narrow(0, 0, Math.Min(Shown, pictures.shape[0]))));
}
