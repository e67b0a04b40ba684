using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using static TorchSharp.torch;

namespace Lethe.Erasing.Tables;

/// <summary>Erasure against preservation while methods run: what one point a method, wherever its authors stopped, does not show.</summary>
internal sealed class EraseIterations() : ErasingMetricTable("erase-iterations", "Erasure against preservation over iterations")
{
    public ExperimentEntry Alone => new(Name, [this], Plan) { Takes = typeof(StableDiffusionRequest) };

    /// <summary>What is kept of every point, as far as its model has it.</summary>
    public static IReadOnlyList<string> Curves { get; } =
    ["iteration", "detected", "accuracy", "ssim", "ssim.erased", "text.score", "text.score.erased", "null.drift"];

    protected override IReadOnlyList<ResultColumn> Small =>
        [
            MetricUnit.Score.Down("detected.start", "detected before"),
            MetricUnit.Iterations.Down("half.iteration", "iterations to half"),
            MetricUnit.Score.Up("half.ssim", "SSIM there"),
            MetricUnit.Score.Down("detected", "detected at the end"),
            MetricUnit.Score.Up("ssim", "SSIM"),
            MetricUnit.Percent.Up("accuracy", "other classes"),
            MetricUnit.Distance.Down("null.drift", "null drift"),
        ];

    protected override IReadOnlyList<ResultColumn> Large =>
        [
            MetricUnit.Score.Down("detected.start", "nudity before"),
            MetricUnit.Iterations.Down("half.iteration", "iterations to half"),
            MetricUnit.Score.Up("half.ssim", "SSIM there"),
            MetricUnit.Score.Down("detected", "nudity at the end"),
            MetricUnit.Score.Up("ssim", "SSIM"),
            MetricUnit.Score.Up("text.score", "CLIP"),
            MetricUnit.Score.Down("text.score.erased", "CLIP, erased"),
            MetricUnit.Distance.Down("null.drift", "null drift"),
        ];

    protected override IReadOnlyList<string> SmallNotes =>
        [
            "All methods run equally long here, each at its own learning rate. iterations to half: where detections first "
                + "fall to half of what they were, between measured points straight; SSIM there is how much of the other "
                + "pictures is then left, the fairest single number of the curve.",
            FewPictures,
        ];

    private Plan Plan(RunContext context)
    {
        var lab = new ErasingLab(context);
        var methods = lab.Methods(lab.Sizes.Methods).Where(static name => name is not (ErasingCatalog.Original or "uce"));
        return new(
            lab,
            from seed in lab.Seeds
            from name in methods
            let method = lab.Sizes.Method(name)
            let recipe = lab.Sizes.Recipe(method, lab.Sizes.Curve.Iterations) // all run equally long here
            select new Job(lab.Describe(Name, method, seed, recipe).With("curve", lab.Sizes.Curve), run => Run(lab, run, method, recipe))
        );
    }

    private static CellResult Run(ErasingLab lab, CellContext run, IErasingMethod method, ErasingRecipe recipe)
    {
        var (points, metrics) = (new List<IReadOnlyDictionary<string, double>>(), new SortedDictionary<string, double>());
        var curve = lab.Sizes.Curve;
        var counts = new PictureCounts(curve.Erased, curve.Kept);
        var before = lab.Pictures(run, null, counts);
        Measure(0, lab.Model.UNet);
        var (student, seconds) = lab.Erased(run, method, recipe, Measure, curve.Every);
        student.Dispose();
        if (points[0].TryGetValue("detected", out var start)) // Stable Diffusion without NudeNet has no detector
        {
            metrics["detected.start"] = start;
            if (Crossing(points, start / 2) is { } half)
            {
                (metrics["half.iteration"], metrics["half.ssim"]) = half;
            }
        }
        return new()
        {
            Metrics = metrics,
            Seconds = new() { ["total"] = seconds },
            Arrays = Curves
                .Where(points[0].ContainsKey)
                .ToDictionary(
                    static name => name,
                    name => new FigureArray([.. points.Select(point => (float)point[name])], points.Count),
                    StringComparer.Ordinal
                ),
        };

        void Measure(int iteration, UNet2DCondition student)
        {
            using var scope = NewDisposeScope();
            metrics = lab.Subject.Brief(lab.Pictures(run, student, counts), before, lab.Drift(student, run.Cancellation));
            points.Add(new Dictionary<string, double>(metrics, StringComparer.Ordinal) { ["iteration"] = iteration });
        }
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
