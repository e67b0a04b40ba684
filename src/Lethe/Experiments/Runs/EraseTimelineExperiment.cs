using Lethe.Erasing;
using static TorchSharp.torch;

namespace Lethe.Experiments;

/// <summary>The deck's timeline: the same noise drawn by the network at every tenth iteration up to the 450th.</summary>
public sealed class EraseTimelineExperiment : IExperiment
{
    public const string Name = "erase-timeline";

    /// <summary>What each frame shows: two of the erased concept, what comes in its place, and something far from both.</summary>
    public static IReadOnlyList<string> Prompts { get; } = [ErasingProfile.Concept, ErasingProfile.Concept, ErasingProfile.Instead, "bag"];

    private readonly ErasingLab lab;
    private readonly IReadOnlyList<string> methods;
    private readonly int iterations;

    /// <exception cref="Runtime.LetheException">The request names something that is not there.</exception>
    public EraseTimelineExperiment(ExperimentRequest request)
    {
        lab = new(request with { Seeds = request.Seeds ?? 1 });
        methods = [.. lab.Methods(["all-but-one", "all-but-one-swap", "all-but-one-replace"]).Where(static name => name is not (ErasingLab.Original or "uce"))];
        iterations = lab.Profile.Name is "smoke" ? 20 : 450;
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from seed in Enumerable.Range(0, lab.Seeds)
           from method in methods
           select lab.Describe(Name, ErasingCatalog.Create(method), seed, Recipe(method)),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var (frames, at) = (new List<float[]>(), new List<float>());
        Draw(0, lab.World.Model.UNet);
        var (student, seconds) = lab.Erased(cell, ErasingCatalog.Create(cell.Method), progress, cancellation, Recipe(cell.Method), Draw);
        student.Dispose();
        return new()
        {
            Cell = cell, Provenance = provenance, Metrics = new(StringComparer.Ordinal) { ["frames"] = frames.Count, ["iterations"] = at[^1], ["moved"] = frames[^1].Zip(frames[0], static (a, b) => (double)Math.Abs(a - b)).Average() },
            Seconds = new(StringComparer.Ordinal) { ["total"] = seconds },
            Arrays = new Dictionary<string, FigureArray> { ["frames"] = new([.. frames.SelectMany(static frame => frame)], frames.Count, Prompts.Count, 28, 28), ["iteration"] = new([.. at], at.Count) },
        };

        void Draw(int iteration, UNet2DCondition student)
        {
            using var scope = NewDisposeScope();
            var pictures = FashionWorld.Sample(lab.World.Model, student, Prompts, [.. Prompts.Select((name, i) => FashionWorld.SeedOf(FashionPrompts.ClassOf(name), i))], lab.Profile.SamplerSteps, ErasingProfile.Scale, cancellation);
            frames.Add(pictures.cpu().data<float>().ToArray());
            at.Add(iteration);
        }
    });

    public void Dispose() => lab.Dispose();

    private ErasingRecipe Recipe(string method)
    {
        var own = ErasingCatalog.Create(method);
        return (own.Recipe with { Iterations = Math.Max(own.Recipe.Iterations, iterations) }).ForSmall(iterations) with { SamplerSteps = lab.Profile.SamplerSteps };
    }
}
