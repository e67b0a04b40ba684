using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Methods;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using static TorchSharp.torch;

namespace Lethe.Erasing.Tables;

/// <summary>The slides' timeline: the same noise drawn by the network at every tenth iteration up to the 450th.</summary>
internal sealed class EraseTimeline() : ErasingMetricTable("erase-timeline", "The timeline: the same noise at every tenth iteration")
{
    private const int Every = 10;

    public ExperimentEntry Alone => new(Name, [this], Plan) { Takes = typeof(StableDiffusionRequest) };

    protected override IReadOnlyList<ResultColumn> Small =>
        [MetricUnit.Samples.Up("frames"), MetricUnit.Iterations.Up("iterations"), MetricUnit.Score.Down("moved", "mean change of a pixel")];

    protected override IReadOnlyList<string> SmallNotes =>
        ["The frames are in the records' arrays and in notebook 25. mean change of a pixel: last frame against first, in a range of 2."];

    private Plan Plan(RunContext context)
    {
        var lab = new ErasingLab(context);
        var methods = lab.Methods(["all-but-one", "all-but-one-swap", "all-but-one-replace"])
            .Where(static name => name is not (ErasingCatalog.Original or "uce"));
        return new(
            lab,
            from seed in lab.Seeds
            from name in methods
            let method = lab.Sizes.Method(name)
            let recipe = lab.Sizes.Recipe(method, lab.Sizes.LastFrame)
            select new Job(lab.Describe(Name, method, seed, recipe).With("every", Every), run => Run(lab, run, method, recipe))
        );
    }

    private static CellResult Run(ErasingLab lab, CellContext run, IErasingMethod method, ErasingRecipe recipe)
    {
        var (frames, at, shape, shown) = (new List<float[]>(), new List<float>(), (long[])[], lab.Subject.Frames);
        Draw(0, lab.Model.UNet);
        var (student, seconds) = lab.Erased(run, method, recipe, Draw, Every);
        student.Dispose();
        return new()
        {
            Metrics = new()
            {
                ["frames"] = frames.Count,
                ["iterations"] = at[^1],
                ["moved"] = frames[^1].Zip(frames[0], static (a, b) => (double)Math.Abs(a - b)).Average(),
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
            var pictures = lab.Subject.Shown(
                lab.Subject.Draw(
                    student,
                    [.. shown.Select(static one => one.Prompt)],
                    [.. shown.Select(static one => one.Seed)],
                    null,
                    run.Cancellation
                )
            );
            shape = pictures.shape;
            frames.Add(pictures.data<float>().ToArray());
            at.Add(iteration);
        }
    }
}
