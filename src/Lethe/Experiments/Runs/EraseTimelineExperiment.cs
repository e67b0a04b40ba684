using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Experiments.Records;
using static TorchSharp.torch;

namespace Lethe.Experiments.Runs;

/// <summary>The deck's timeline: the same noise drawn by the network at every tenth iteration up to the 450th.</summary>
public sealed class EraseTimelineExperiment : IExperiment
{
    public const string Name = "erase-timeline";

    /// <summary>What each frame shows of the small model: two of the erased concept, what comes in its place, and something far from both.</summary>
    public static IReadOnlyList<string> Prompts { get; } = [ErasingProfile.Concept, ErasingProfile.Concept, ErasingProfile.Instead, "bag"];

    private readonly ErasingLab lab;
    private readonly IReadOnlyList<string> methods;

    /// <exception cref="Runtime.LetheException">The request names something that is not there.</exception>
    public EraseTimelineExperiment(ExperimentRequest request)
    {
        lab = new(request);
        methods = [.. lab.Methods(["all-but-one", "all-but-one-swap", "all-but-one-replace"]).Where(static name => name is not (ErasingLab.Original or "uce"))];
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from seed in Enumerable.Range(0, lab.Seeds)
           from method in methods
           let own = lab.Profile.Method(method)
           select lab.Describe(Name, own, seed, Recipe(own)),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var (frames, at, shape) = (new List<float[]>(), new List<float>(), (long[])[]);
        var (shown, method) = (lab.Subject.Frames, lab.Profile.Method(cell.Method));
        Draw(0, lab.Model.UNet);
        var (student, seconds) = lab.Erased(cell, method, progress, cancellation, Recipe(method), Draw);
        student.Dispose();
        return new()
        {
            Cell = cell, Provenance = provenance, Metrics = new(StringComparer.Ordinal) { ["frames"] = frames.Count, ["iterations"] = at[^1], ["moved"] = frames[^1].Zip(frames[0], static (a, b) => (double)Math.Abs(a - b)).Average() },
            Seconds = new(StringComparer.Ordinal) { ["total"] = seconds },
            Arrays = new Dictionary<string, FigureArray> { ["frames"] = new([.. frames.SelectMany(static frame => frame)], [frames.Count, .. shape]), ["iteration"] = new([.. at], at.Count) },
        };

        void Draw(int iteration, UNet2DCondition student)
        {
            using var scope = NewDisposeScope();
            var pictures = lab.Subject.Shown(lab.Subject.Draw(student, [.. shown.Select(static one => one.Prompt)], [.. shown.Select(static one => one.Seed)], null, cancellation));
            shape = pictures.shape;
            frames.Add(pictures.data<float>().ToArray());
            at.Add(iteration);
        }
    });

    public void Dispose() => lab.Dispose();

    private ErasingRecipe Recipe(IErasingMethod method) => lab.Profile.Recipe(method, lab.Profile.LastFrame);
}
