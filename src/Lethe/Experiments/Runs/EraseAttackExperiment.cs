using Lethe.Erasing;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Experiments;

/// <summary>What is hidden and what is gone: a vector is learned that brings the erased concept back, with every weight frozen.</summary>
public sealed class EraseAttackExperiment : IExperiment
{
    public const string Name = "erase-attack";

    private const int Shown = 8;

    private readonly ErasingLab lab;
    private readonly IReadOnlyList<string> methods;
    private readonly EmbeddingAttack attack;
    private readonly int real, drawn;

    /// <exception cref="Runtime.LetheException">The request names something that is not there.</exception>
    public EraseAttackExperiment(ExperimentRequest request)
    {
        lab = new(request);
        methods = lab.Methods([ErasingLab.Original, .. lab.Profile.Methods]);
        (attack, real, drawn) = lab.Profile.Name switch { "smoke" => (new() { Steps = 2 }, 4, 4), "quick" => (new EmbeddingAttack(), 16, 100), _ => (new EmbeddingAttack { Steps = 300 }, 16, 500) };
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from seed in Enumerable.Range(0, lab.Seeds)
           from method in methods
           select lab.Describe(Name, method == ErasingLab.Original ? null : ErasingCatalog.Create(method), seed).With("attack", attack).With("attack.pictures", real).With("images", drawn),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var (student, _) = lab.Erased(cell, cell.Method == ErasingLab.Original ? null : ErasingCatalog.Create(cell.Method), progress, cancellation);
        using (student)
        {
            var concept = FashionPrompts.ClassOf(ErasingProfile.Concept);
            progress.Report(new CellStage(cell, "fitting a vector to the concept's pictures"));
            var (model, clock) = (lab.World.Model, System.Diagnostics.Stopwatch.StartNew());
            var found = attack.Fit(model, student, lab.RealPictures(concept, cell.Seed * real, real, ofTraining: true), cell.Seed, cancellation);
            var seconds = clock.Elapsed.TotalSeconds;
            progress.Report(new CellStage(cell, "drawing"));
            long[] seeds = [.. Enumerable.Range(0, drawn).Select(i => FashionWorld.SeedOf(concept, (cell.Seed << 14) + i))];
            var asked = Draw(student, model.Encode(ErasingProfile.Concept), seeds, cancellation);
            var forced = Draw(student, found, seeds, cancellation);
            return new()
            {
                Cell = cell, Provenance = provenance, Seconds = new(StringComparer.Ordinal) { ["total"] = seconds },
                Metrics = new(StringComparer.Ordinal) { ["detected.prompt"] = Detected(asked, concept), ["detected.attack"] = Detected(forced, concept), ["moved"] = (found - model.Encode("")).norm().item<float>() },
                Arrays = new Dictionary<string, FigureArray> { ["prompt"] = Shape(asked), ["attack"] = Shape(forced) },
            };
        }
    });

    public void Dispose() => lab.Dispose();

    private Tensor Draw(UNet2DCondition network, Tensor prompt, IReadOnlyList<long> seeds, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (model, nothing, parts) = (lab.World.Model, lab.World.Model.Encode(""), new List<Tensor>());
        foreach (var part in seeds.Chunk(100))
        {
            parts.Add(Ddim.Sample((z, time) => Guidance.Predict(network, z, time, prompt, nothing, ErasingProfile.Scale), Latents.Noise(part, model.LatentShape, lab.Device), lab.Profile.SamplerSteps, cancellation: cancellation));
        }
        return model.Codec.Decode(cat(parts)).clamp(-1, 1).MoveToOuterDisposeScope();
    }

    private double Detected(Tensor pictures, int concept) => lab.World.Detector.Probabilities(pictures).select(1, concept).gt(0.5).to(ScalarType.Float64).mean().item<double>();

    private static FigureArray Shape(Tensor pictures)
    {
        var count = Math.Min(Shown, pictures.shape[0]);
        return new(pictures.narrow(0, 0, count).cpu().contiguous().data<float>().ToArray(), count, 28, 28);
    }
}
