using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Metrics;
using Lethe.Unlearning.Runs;
using TorchSharp;
using TorchSharp.Modules;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Unlearning.Tables;

/// <summary>
/// The figure of the boundary that moves: LAU in a plane of the features (<see cref="FeaturePlane"/>), where every point of the space that
/// the head divides can be drawn. The slides draw it by hand.
/// </summary>
internal sealed class LauEvolution()
    : LauMetricTable("lau-evolution", "The decision boundary while LAU runs, in a plane of the features", "resnet18")
{
    private static readonly Figure Drawn = new();

    // In a plane LAU would be through in a few steps: slower, so that there is something to see.
    private static readonly Lau Slow = Lau.Robust with { LearningRate = 0.02, StopEverySteps = 0 };

    public ExperimentEntry Alone => new(Name, [this], Plan);

    protected override IReadOnlyList<ResultColumn> Columns(string model) =>
        [
            Epochs.Down("epochs"),
            Percent.Up("D_tr.first", "D_tr before"),
            Percent.Up("D_tr.last", "D_tr after"),
            Percent.Up("D_tf.first", "D_tf before"),
            Percent.Down("D_tf.last", "D_tf after"),
            Percent.Up("area.first", "area before"),
            Percent.Down("area.last", "area after"),
        ];

    protected override IReadOnlyList<string> Notes(IReadOnlyList<string> models) =>
        [
            "LAU on the head of a network whose features were squeezed into the plane in which a linear head separates them "
                + "best; the accuracies are that head's. area: share of the drawn plane that is called the forgotten class.",
        ];

    private Plan Plan(RunContext context)
    {
        var lab = new UnlearningLab(context);
        var cells = lab.Cells(Name, [context.Profile.Datasets[0]], [Model]);
        return new(
            lab,
            cells.Select(cell => new Job(cell.With("method", Slow).With("figure", Drawn), run => Run(lab, run))
            {
                Needs = () => lab.Needs(cell, withRetrained: false),
            })
        );
    }

    private static CellResult Run(UnlearningLab lab, CellContext run)
    {
        var (data, split, model) = (lab.Data(run.Cell.Dataset), lab.Split(run.Cell), lab.Original(run));
        using var noGrad = no_grad();
        run.Begin("finding the plane");
        var train = data.Train.All().Take(Drawn.Points * 5, RandomStream.For(run.Seed, "lau-evolution"));
        using var plane = new FeaturePlane(Prediction.Features(model, train, lab.Precision), train.Labels(), data.Classes, run.Seed);
        var forget = plane.Project(Prediction.Features(model, split.ForgetTrain, lab.Precision));
        var test = data.Test.All().Take(Drawn.Points, RandomStream.For(run.Seed, "lau-evolution", "test"));
        var (points, labels) = (plane.Project(Prediction.Features(model, test, lab.Precision)), test.Labels());
        var (grid, extent) = Grid(points);

        run.Begin("unlearning");
        var epochs = Forget(plane, forget, run, int.MaxValue, static (_, result) => result.Epochs);
        int[] frames =
        [
            .. Enumerable.Range(0, Drawn.Frames).Select(frame => (int)Math.Round((double)frame * epochs / (Drawn.Frames - 1))).Distinct(),
        ];
        var steps = frames
            .Select(epoch => Forget(plane, forget, run, epoch, (head, _) => Look(head, points, labels, grid, split.ForgetClass)))
            .ToList();
        return new()
        {
            Metrics = new()
            {
                ["epochs"] = epochs,
                ["D_tr.first"] = steps[0].Retain,
                ["D_tr.last"] = steps[^1].Retain,
                ["D_tf.first"] = steps[0].Forget,
                ["D_tf.last"] = steps[^1].Forget,
                ["area.first"] = steps[0].Area,
                ["area.last"] = steps[^1].Area,
            },
            Arrays = new Dictionary<string, FigureArray>
            {
                ["points"] = new(points.cpu().data<float>().ToArray(), points.shape),
                ["labels"] = new(labels.to(ScalarType.Float32).cpu().data<float>().ToArray(), labels.shape),
                ["extent"] = new(extent, 4),
                ["epochs"] = new([.. frames.Select(static epoch => (float)epoch)], frames.Length),
                ["regions"] = new([.. steps.SelectMany(static step => step.Regions)], steps.Count, Drawn.Side, Drawn.Side),
                ["D_tr"] = new([.. steps.Select(static step => (float)step.Retain)], steps.Count),
                ["D_tf"] = new([.. steps.Select(static step => (float)step.Forget)], steps.Count),
            },
        };
    }

    // The same seed gives the same steps: a run of fewer epochs is the beginning of the whole one.
    private static T Forget<T>(FeaturePlane plane, Tensor forget, CellContext run, int epochs, Func<Linear, LauResult, T> look)
    {
        using var head = nn.Linear(2, plane.Head.weight!.shape[0]);
        head.to(forget.device);
        head.weight!.copy_(plane.Head.weight!);
        head.bias!.copy_(plane.Head.bias!);
        var own = full(forget.shape[0], run.Cell.ForgetClass!.Value, ScalarType.Int64, forget.device);
        return look(head, (Slow with { MaxEpochs = Math.Min(epochs, Slow.MaxEpochs) }).UnlearnHead(head, forget, own, run.Seed));
    }

    private static (double Retain, double Forget, double Area, float[] Regions) Look(
        Linear head,
        Tensor points,
        Tensor labels,
        Tensor grid,
        int forgetClass
    )
    {
        var (right, own) = (head.forward(points).argmax(1).eq(labels), labels.eq(forgetClass));
        var regions = head.forward(grid).argmax(1);
        return (
            Share(right[own.logical_not()]),
            Share(right[own]),
            Share(regions.eq(forgetClass)),
            regions.to(ScalarType.Float32).cpu().data<float>().ToArray()
        );
    }

    private static double Share(Tensor truths) => 100 * truths.to(ScalarType.Float32).mean().item<float>();

    // Rows from the bottom up; the middle 99 % of the points and a margin.
    private static (Tensor Points, float[] Extent) Grid(Tensor points)
    {
        var (low, high) = (
            points.quantile(tensor(0.005f, device: points.device), 0),
            points.quantile(tensor(0.995f, device: points.device), 0)
        );
        var margin = (high - low) * 0.08f;
        var (from, to) = ((low - margin).cpu().data<float>().ToArray(), (high + margin).cpu().data<float>().ToArray());
        var mesh = meshgrid([linspace(from[1], to[1], Drawn.Side), linspace(from[0], to[0], Drawn.Side)], indexing: "ij");
        return (stack([mesh[1].flatten(), mesh[0].flatten()], 1).to(points.device), [from[0], to[0], from[1], to[1]]);
    }

    /// <summary>What the figure is drawn from.</summary>
    /// <param name="Side">Of the drawn grid.</param>
    /// <param name="Points">Drawn at most.</param>
    internal sealed record Figure(int Side = 200, int Points = 2000, int Frames = 8);
}
