using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Experiments.Records;
using static TorchSharp.torch;

namespace Lethe.Experiments.Runs;

/// <summary>Erasure against preservation while methods run: what one point a method, wherever its authors stopped, does not show.</summary>
public sealed class EraseIterationsExperiment : IExperiment
{
    public const string Name = "erase-iterations";

    private readonly ErasingLab lab;
    private readonly IReadOnlyList<string> methods;

    /// <exception cref="Runtime.LetheException">The request names something that is not there.</exception>
    public EraseIterationsExperiment(ExperimentRequest request)
    {
        lab = new(request);
        methods = [.. lab.Methods(lab.Profile.Methods).Where(static name => name is not (ErasingLab.Original or "uce"))];
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from seed in Enumerable.Range(0, lab.Seeds)
           from method in methods
           let own = lab.Profile.Method(method)
           select lab.Describe(Name, own, seed, Recipe(own)).With("every", lab.Profile.Curve.Every).With("images.erased", lab.Profile.Curve.Erased).With("images.kept", lab.Profile.Curve.Kept),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var (points, metrics) = (new List<IReadOnlyDictionary<string, double>>(), new SortedDictionary<string, double>());
        var (_, every, ofErased, ofKept) = lab.Profile.Curve;
        var before = lab.Pictures(cell, null, ofErased, ofKept, progress, cancellation);
        Measure(0, lab.Model.UNet);
        var method = lab.Profile.Method(cell.Method);
        var (student, seconds) = lab.Erased(cell, method, progress, cancellation, Recipe(method), Measure, every);
        student.Dispose();
        if (points[0].TryGetValue("detected", out var start)) // Stable Diffusion without NudeNet has no detector
        {
            metrics["detected.start"] = start;
            if (Crossing(points, start / 2) is { } half)
            {
                metrics["half.iteration"] = half.Iteration;
                metrics["half.ssim"] = half.Ssim;
            }
        }
        return new()
        {
            Cell = cell, Provenance = provenance, Metrics = metrics, Seconds = new(StringComparer.Ordinal) { ["total"] = seconds },
            Arrays = Curves.Where(points[0].ContainsKey).ToDictionary(static name => name, name => new FigureArray([.. points.Select(point => (float)point[name])], points.Count), StringComparer.Ordinal),
        };

        void Measure(int iteration, UNet2DCondition student)
        {
            using var scope = NewDisposeScope();
            metrics = lab.Subject.Brief(lab.Pictures(cell, student, ofErased, ofKept, progress, cancellation), before, lab.Drift(student, cancellation));
            points.Add(new Dictionary<string, double>(metrics, StringComparer.Ordinal) { ["iteration"] = iteration });
        }
    });

    /// <summary>What is kept of every point, as far as its model has it.</summary>
    public static IReadOnlyList<string> Curves { get; } = ["iteration", "detected", "accuracy", "ssim", "ssim.erased", "text.score", "text.score.erased", "null.drift"];

    public void Dispose() => lab.Dispose();

    // All run equally long here.
    private ErasingRecipe Recipe(IErasingMethod method) => lab.Profile.Recipe(method, lab.Profile.Curve.Iterations);

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
