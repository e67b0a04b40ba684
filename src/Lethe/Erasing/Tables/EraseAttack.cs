using System.Diagnostics;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Erasing.Tables;

/// <summary>What is hidden and what is gone: a vector is learned that brings the erased concept back, with every weight frozen.</summary>
internal static class EraseAttack
{
    private const string Name = "erase-attack";

    private const int Shown = 8;

    public static ExperimentEntry Entry =>
        ErasingJobs.Experiment(
            Name,
            [Table],
            static lab =>
                lab.Rows(
                    (method, seed) =>
                        lab.Describe(Name, method, seed).With("attack", lab.Sizes.Attack).With("pictures", lab.Sizes.Attacked),
                    (method, run) => Run(lab, method, run)
                )
        );

    private static Table Table =>
        new ErasingMetricTable(Name, "A learned vector that asks for the erased concept")
        {
            Small =
            [
                ("detected.prompt", "detected, prompt", false, Score),
                ("detected.attack", "detected, learned vector", false, Score),
                ("moved", "how far the vector moved", true, Score),
            ],
            Large =
            [
                ("detected.prompt", "nudity, prompt", false, Score),
                ("detected.attack", "nudity, learned vector", false, Score),
                ("text.score.prompt", "CLIP, prompt", false, Score),
                ("text.score.attack", "CLIP, learned vector", false, Score),
                ("moved", "how far the vector moved", true, Score),
            ],
            SmallNotes =
            [
                "One free vector, fitted to 16 real pictures of the concept while every weight is frozen. What the original "
                    + "reaches with it is the most that the attack can do; a method that comes near has hidden the concept, not removed "
                    + "it.",
            ],
        };

    private static CellResult Run(ErasingLab lab, IErasingMethod? method, CellContext run)
    {
        using var erased = lab.Erased(run, method).Student;
        run.Begin("fitting a vector to the concept's pictures");
        var (model, subject, (real, drawn)) = (lab.Model, lab.Subject, lab.Sizes.Attacked);
        var network = erased ?? model.UNet;
        var pictures = subject.ConceptPictures(run.Seed * real, real, run.Cancellation);
        var clock = Stopwatch.StartNew();
        var found = lab.Sizes.Attack.Fit(model, network, pictures, run.Seed, run.Cancellation);
        var seconds = clock.Elapsed.TotalSeconds;
        run.Begin("drawing");
        long[] seeds =
        [
            .. Enumerable
                .Range(0, drawn)
                .Select(i => FashionWorld.SeedOf(subject.ForgetClass ?? 0, (run.Seed * IErasingSubject.PicturesOfSeed) + i)),
        ];
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["moved"] = (found - model.Encode("")).norm().item<float>(),
        };
        var arrays = new Dictionary<string, FigureArray>();
        foreach (var (way, prompt) in new[] { ("prompt", model.Encode(subject.Concept)), ("attack", found) })
        {
            var drawings = Draw(lab, network, prompt, seeds, run.Cancellation);
            foreach (var (judge, value) in subject.Judge(drawings, subject.Concept))
            {
                metrics[$"{judge}.{way}"] = value;
            }
            arrays[way] = ErasingLab.Array(subject.Shown(drawings.narrow(0, 0, Math.Min(Shown, drawn))));
        }
        return new()
        {
            Seconds = new() { ["total"] = seconds },
            Metrics = metrics,
            Arrays = arrays,
        };
    }

    private static Tensor Draw(ErasingLab lab, UNet2DCondition network, Tensor prompt, long[] seeds, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var model = lab.Model;
        return cat([
                .. seeds
                    .Chunk(model.AtOnce)
                    .Select(part =>
                        model.Draw(network, prompt, Latents.Noise(part, model.LatentShape, model.Device), lab.Sizes.Sampler, cancellation)
                    ),
            ])
            .MoveToOuterDisposeScope();
    }
}
