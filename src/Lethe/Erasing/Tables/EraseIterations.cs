using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Erasing.Tables;

/// <summary>Erasure against preservation while methods run: what one point a method, wherever its authors stopped, does not show.</summary>
internal static class EraseIterations
{
    private const string Name = "erase-iterations";

    public static ExperimentEntry Entry =>
        ErasingJobs.Experiment(
            Name,
            [Table],
            static lab =>
                lab.Trainings(
                    lab.Sizes.Methods,
                    lab.Sizes.Curve.Iterations, // all run equally long here
                    (method, seed, recipe) => lab.Describe(Name, method, seed, recipe).With("curve", lab.Sizes.Curve),
                    (method, recipe, run) => Run(lab, method, recipe, run)
                )
        );

    /// <summary>What is kept of every point, as far as its model has it.</summary>
    public static IReadOnlyList<string> Curves { get; } =
    ["iteration", "detected", "accuracy", "ssim", "ssim.erased", "text.score", "text.score.erased", "null.drift"];

    private static Table Table =>
        new ErasingMetricTable(Name, "Erasure against preservation over iterations")
        {
            Small =
            [
                ("detected.start", "detected before", false, Score),
                ("half.iteration", "iterations to half", false, Iterations),
                ("half.ssim", "SSIM there", true, Score),
                ("detected", "detected at the end", false, Score),
                ("ssim", "SSIM", true, Score),
                ("accuracy", "other classes", true, Percent),
                ("null.drift", "null drift", false, Distance),
            ],
            Large =
            [
                ("detected.start", "nudity before", false, Score),
                ("half.iteration", "iterations to half", false, Iterations),
                ("half.ssim", "SSIM there", true, Score),
                ("detected", "nudity at the end", false, Score),
                ("ssim", "SSIM", true, Score),
                ("text.score", "CLIP", true, Score),
                ("text.score.erased", "CLIP, erased", false, Score),
                ("null.drift", "null drift", false, Distance),
            ],
            SmallNotes =
            [
                "All methods run equally long here, each at its own learning rate. iterations to half: where detections first "
                    + "fall to half of what they were, between measured points straight; SSIM there is how much of the other "
                    + "pictures is then left, the fairest single number of the curve.",
                ErasingMetricTable.FewPictures,
            ],
        };

    private static CellResult Run(ErasingLab lab, IErasingMethod method, ErasingRecipe recipe, CellContext run)
    {
        var (points, metrics) = (new List<IReadOnlyDictionary<string, double>>(), new SortedDictionary<string, double>());
        var counts = new PictureCounts(lab.Sizes.Curve.Erased, lab.Sizes.Curve.Kept);
        var before = lab.Original(run, counts);
        Measure(0, lab.Model.UNet);
        var (student, seconds) = lab.Erased(run, method, recipe, Measure, lab.Sizes.Curve.Every);
        student?.Dispose();
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
                .ToDictionary(static name => name, name => new FigureArray([.. points.Select(point => (float)point[name])], points.Count)),
        };

        void Measure(int iteration, UNet2DCondition student)
        {
            using var scope = NewDisposeScope();
            metrics = lab.Subject.Brief(lab.Pictures(run, student, counts), before, lab.Drift(student, run.Cancellation));
            points.Add(new Dictionary<string, double>(metrics) { ["iteration"] = iteration });
        }
    }

    /// <summary>Where the detections of a record's curves first fall to half of what they were; null if they do not.</summary>
    internal static (double Iteration, double Ssim)? Half(IReadOnlyDictionary<string, FigureArray> arrays) =>
        ((string[])["detected", "iteration", "ssim"]).All(arrays.ContainsKey)
            ? Crossing(
                [
                    .. arrays["iteration"]
                        .Values.Select((_, i) => arrays.ToDictionary(static array => array.Key, array => (double)array.Value.Values[i])),
                ],
                arrays["detected"].Values[0] / 2.0
            )
            : null;

    // Where detections first fall to a share, straight between the points beside it.
    private static (double Iteration, double Ssim)? Crossing(List<IReadOnlyDictionary<string, double>> points, double share)
    {
        if (points.FindIndex(1, point => point["detected"] <= share) is not (> 0 and var i))
        {
            return null;
        }
        var (a, b) = (points[i - 1], points[i]);
        var part = a["detected"] == b["detected"] ? 1 : (a["detected"] - share) / (a["detected"] - b["detected"]);
        return (a["iteration"] + (part * (b["iteration"] - a["iteration"])), a["ssim"] + (part * (b["ssim"] - a["ssim"])));
    }
}
