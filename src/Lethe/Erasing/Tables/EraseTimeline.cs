using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Erasing.Tables;

/// <summary>The slides' timeline: the same noise drawn by the network at every tenth iteration up to the 450th.</summary>
internal static class EraseTimeline
{
    private const string Name = "erase-timeline";

    private const int Every = 10;

    public static ExperimentEntry Entry =>
        ErasingJobs.Experiment(
            Name,
            [Table],
            static lab =>
                lab.Trainings(
                    ["all-but-one", "all-but-one-swap", "all-but-one-replace"],
                    lab.Sizes.LastFrame,
                    (method, seed, recipe) => lab.Describe(Name, method, seed, recipe).With("every", Every),
                    (method, recipe, run) => Run(lab, method, recipe, run)
                )
        );

    private static Table Table =>
        new ErasingMetricTable(Name, "The timeline: the same noise at every tenth iteration")
        {
            Small =
            [
                ("frames", "frames", true, Samples),
                ("iterations", "iterations", true, Iterations),
                ("moved", "mean change of a pixel", false, Score),
            ],
            SmallNotes =
            [
                "The frames are in the records' arrays and in notebook 25. mean change of a pixel: last frame against first, in a "
                    + "range of 2.",
            ],
        };

    /// <summary>The mean change of a pixel.</summary>
    internal static double Moved(ReadOnlySpan<float> first, ReadOnlySpan<float> last)
    {
        double sum = 0;
        for (var i = 0; i < first.Length; i++)
        {
            sum += Math.Abs(last[i] - first[i]);
        }
        return sum / first.Length;
    }

    private static CellResult Run(ErasingLab lab, IErasingMethod method, ErasingRecipe recipe, CellContext run)
    {
        var (frames, at, shape, shown) = (new List<float[]>(), new List<float>(), (long[])[], lab.Subject.Frames);
        Draw(0, lab.Model.UNet);
        var (student, seconds) = lab.Erased(run, method, recipe, Draw, Every);
        student?.Dispose();
        return new()
        {
            Metrics = new()
            {
                ["frames"] = frames.Count,
                ["iterations"] = at[^1],
                ["moved"] = Moved(frames[0], frames[^1]),
            },
            Seconds = new() { ["total"] = seconds },
            Arrays = new Dictionary<string, FigureArray>
            {
                ["frames"] = new([.. frames.SelectMany(static frame => frame)], [frames.Count, .. shape]),
                ["iteration"] = new([.. at], at.Count),
            },
        };

        void Draw(int iteration, UNet2DCondition student)
        {
            using var scope = NewDisposeScope();
            long[] seeds = [.. shown.Select(static one => one.Seed)];
            var drawn = lab.Subject.Draw(student, [.. shown.Select(static one => one.Prompt)], seeds, null, run.Cancellation);
            var pictures = lab.Subject.Shown(drawn);
            shape = pictures.shape;
            frames.Add(pictures.data<float>().ToArray());
            at.Add(iteration);
        }
    }
}
