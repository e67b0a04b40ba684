using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Experiments.Records;
using static TorchSharp.torch;

namespace Lethe.Experiments.Runs;

/// <summary>What is hidden and what is gone: a vector is learned that brings the erased concept back, with every weight frozen.</summary>
public sealed class EraseAttackExperiment : IExperiment
{
    public const string Name = "erase-attack";

    private const int Shown = 8;

    private readonly ErasingLab lab;
    private readonly IReadOnlyList<string> methods;

    /// <exception cref="Runtime.LetheException">The request names something that is not there.</exception>
    public EraseAttackExperiment(ExperimentRequest request)
    {
        lab = new(request);
        methods = lab.Methods([ErasingLab.Original, .. lab.Profile.Methods]);
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from seed in Enumerable.Range(0, lab.Seeds)
           from method in methods
           select lab.Describe(Name, lab.MethodOf(method), seed).With("attack", lab.Profile.Attack).With("attack.pictures", lab.Profile.Attacked.Real).With("images", lab.Profile.Attacked.Drawn),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        using var erased = lab.MethodOf(cell.Method) is { } method ? lab.Erased(cell, method, progress, cancellation).Student : null;
        var network = erased ?? lab.Model.UNet;
        progress.Report(new CellStage(cell, "fitting a vector to the concept's pictures"));
        var (model, subject, (real, drawn)) = (lab.Model, lab.Subject, lab.Profile.Attacked);
        var pictures = subject.ConceptPictures(cell.Seed * real, real, cancellation);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var found = lab.Profile.Attack.Fit(model, network, pictures, cell.Seed, cancellation);
        var seconds = clock.Elapsed.TotalSeconds;
        progress.Report(new CellStage(cell, "drawing"));
        long[] seeds = [.. Enumerable.Range(0, drawn).Select(i => FashionWorld.SeedOf(subject.ForgetClass ?? 0, (cell.Seed << 14) + i))];
        var (asked, forced) = (Draw(network, model.Encode(subject.Concept), seeds, cancellation), Draw(network, found, seeds, cancellation));
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["moved"] = (found - model.Encode("")).norm().item<float>() };
        foreach (var (way, drawings) in new[] { ("prompt", asked), ("attack", forced) })
        {
            foreach (var (judge, value) in subject.Judge(drawings, subject.Concept))
            {
                metrics[$"{judge}.{way}"] = value;
            }
        }
        return new()
        {
            Cell = cell, Provenance = provenance, Seconds = new(StringComparer.Ordinal) { ["total"] = seconds }, Metrics = metrics,
            Arrays = new Dictionary<string, FigureArray> { ["prompt"] = Kept(asked), ["attack"] = Kept(forced) },
        };
    });

    public void Dispose() => lab.Dispose();

    private Tensor Draw(UNet2DCondition network, Tensor prompt, IReadOnlyList<long> seeds, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (model, nothing, parts) = (lab.Model, lab.Model.Encode(""), new List<Tensor>());
        foreach (var part in seeds.Chunk(model.AtOnce))
        {
            var latents = Ddim.Sample((z, time) => Guidance.Predict(network, z, time, prompt, nothing, lab.Profile.SamplerScale), Latents.Noise(part, model.LatentShape, lab.Device), lab.Profile.SamplerSteps, cancellation: cancellation);
            parts.Add(model.Codec.Decode(latents).clamp(-1, 1));
        }
        return cat(parts).MoveToOuterDisposeScope();
    }

    private FigureArray Kept(Tensor pictures) => ErasingLab.Array(lab.Subject.Shown(pictures.narrow(0, 0, Math.Min(Shown, pictures.shape[0]))));
}
