using Lethe.Erasing;
using static TorchSharp.torch;

namespace Lethe.Experiments;

/// <summary>Erasure against preservation while methods run: what one point a method, wherever its authors stopped, does not show.</summary>
public sealed class EraseIterationsExperiment : IExperiment
{
    public const string Name = "erase-iterations";

    private readonly ErasingLab lab;
    private readonly IReadOnlyList<string> methods;
    private readonly int iterations, every, ofErased, ofKept;

    /// <exception cref="Runtime.LetheException">The request names something that is not there.</exception>
    public EraseIterationsExperiment(ExperimentRequest request)
    {
        lab = new(request);
        methods = [.. lab.Methods([.. lab.Profile.Methods, .. lab.Profile.Name is "quick" ? ["all-but-one-swap", "all-but-one-replace"] : (string[])[]]).Where(static name => name is not (ErasingLab.Original or "uce"))];
        (iterations, every, ofErased, ofKept) = lab.Profile.Name switch { "smoke" => (4, 2, 3, 1), "quick" => (100, 10, 60, 5), _ => (450, 10, 200, 25) };
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from seed in Enumerable.Range(0, lab.Seeds)
           from method in methods
           select lab.Describe(Name, ErasingCatalog.Create(method), seed, Recipe(method)).With("every", every).With("images.erased", ofErased).With("images.kept", ofKept),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var (points, metrics) = (new List<IReadOnlyDictionary<string, double>>(), new SortedDictionary<string, double>());
        var before = lab.Pictures(null, cell.Seed, ofErased, ofKept, cancellation);
        Measure(0, lab.World.Model.UNet);
        var (student, seconds) = lab.Erased(cell, ErasingCatalog.Create(cell.Method), progress, cancellation, Recipe(cell.Method), Measure, every);
        student.Dispose();
        var start = points[0]["detected"];
        metrics["detected.start"] = start;
        if (Crossing(points, start / 2) is { } half)
        {
            metrics["half.iteration"] = half.Iteration;
            metrics["half.ssim"] = half.Ssim;
        }
        return new()
        {
            Cell = cell, Provenance = provenance, Metrics = metrics, Seconds = new(StringComparer.Ordinal) { ["total"] = seconds },
            Arrays = Curves.ToDictionary(static name => name, name => new FigureArray([.. points.Select(point => (float)point[name])], points.Count), StringComparer.Ordinal),
        };

        void Measure(int iteration, UNet2DCondition student)
        {
            using var scope = NewDisposeScope();
            metrics = ErasingMeasures.Brief(lab.World, lab.Pictures(student, cell.Seed, ofErased, ofKept, cancellation), before, NullDrift.Of(lab.World.Model, student, EraseExperiment.DriftSeeds, lab.Profile.SamplerSteps, cancellation));
            points.Add(new Dictionary<string, double>(metrics, StringComparer.Ordinal) { ["iteration"] = iteration });
        }
    });

    /// <summary>What is kept of every point.</summary>
    public static IReadOnlyList<string> Curves { get; } = ["iteration", "detected", "accuracy", "ssim", "ssim.erased", "text.score", "null.drift"];

    public void Dispose() => lab.Dispose();

    // All run equally long here.
    private ErasingRecipe Recipe(string method)
    {
        var own = ErasingCatalog.Create(method);
        return (own.Recipe with { Iterations = Math.Max(own.Recipe.Iterations, iterations) }).ForSmall(iterations) with { SamplerSteps = lab.Profile.SamplerSteps };
    }

    // Where detections first fall to a share, straight between the points beside it.
    private static (double Iteration, double Ssim)? Crossing(List<IReadOnlyDictionary<string, double>> points, double share)
    {
        for (var i = 1; i < points.Count; i++)
        {
            var (a, b) = (points[i - 1], points[i]);
            if (b["detected"] <= share)
            {
                var part = a["detected"] == b["detected"] ? 1 : (a["detected"] - share) / (a["detected"] - b["detected"]);
                return (a["iteration"] + (part * (b["iteration"] - a["iteration"])), a["ssim"] + (part * (b["ssim"] - a["ssim"])));
            }
        }
        return null;
    }
}
