using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Unlearning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Experiments.Runs;

/// <summary>
/// The figure of the boundary that moves: LAU in a plane of the features (<see cref="FeaturePlane"/>), where every point of the space that the
/// head divides can be drawn. The deck draws it by hand.
/// </summary>
public sealed class EvolutionExperiment : IExperiment
{
    private const int Side = 200;    // of the drawn grid
    private const int Points = 2000; // drawn at most
    private const int Frames = 8;

    // In a plane LAU would be through in a few steps: slower, so that there is something to see.
    private static readonly Lau Slow = Lau.Robust with { LearningRate = 0.02, StopEverySteps = 0 };

    private readonly ExperimentRequest request;
    private readonly UnlearningLab lab;
    private readonly IReadOnlyList<string> datasets, models;

    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public EvolutionExperiment(ExperimentRequest request)
    {
        (this.request, lab) = (request, new(request));
        datasets = UnlearningLab.Chosen(request.Datasets, DatasetCatalog.Names, [lab.Profile.Datasets[0]], "data set");
        models = UnlearningLab.Chosen(request.Models, ModelCatalog.Names, ["resnet18"], "model");
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from dataset in datasets
           from seed in Enumerable.Range(0, request.Seeds ?? 1)
           from model in models
           select lab.Describe("lau-evolution", dataset, model, "lau", seed, lab.ForgetClass).With(Slow).With("grid", Side),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => lab.Record(cell, provenance =>
    {
        var data = lab.Data(cell.Dataset);
        var split = lab.Split(cell);
        var model = lab.Original(cell, progress, cancellation);
        using var noGrad = no_grad();
        progress.Report(new CellStage(cell, "finding the plane"));
        var train = data.Train.All().Take(Points * 5, RandomStream.For(cell.Seed, "lau-evolution"));
        using var plane = new FeaturePlane(Prediction.Features(model, train, lab.Precision), train.Labels(), data.Classes, cell.Seed);
        var forget = plane.Project(Prediction.Features(model, split.ForgetTrain, lab.Precision));
        var test = data.Test.All().Take(Points, RandomStream.For(cell.Seed, "lau-evolution", "test"));
        var (points, labels) = (plane.Project(Prediction.Features(model, test, lab.Precision)), test.Labels());
        var (grid, extent) = Grid(points);

        progress.Report(new CellStage(cell, "unlearning"));
        var epochs = After(int.MaxValue).Result.Epochs;
        int[] frames = [.. Enumerable.Range(0, Frames).Select(frame => (int)Math.Round((double)frame * epochs / (Frames - 1))).Distinct()];
        var steps = frames.Select(epoch => Look(After(epoch).Head)).ToList();
        return new()
        {
            Cell = cell, Provenance = provenance,
            Metrics = new()
            {
                ["epochs"] = epochs, ["D_tr.first"] = steps[0].Retain, ["D_tr.last"] = steps[^1].Retain, ["D_tf.first"] = steps[0].Forget, ["D_tf.last"] = steps[^1].Forget,
                ["area.first"] = steps[0].Area, ["area.last"] = steps[^1].Area,
            },
            Arrays = new Dictionary<string, FigureArray>
            {
                ["points"] = new(points.cpu().data<float>().ToArray(), points.shape), ["labels"] = new(labels.to(ScalarType.Float32).cpu().data<float>().ToArray(), labels.shape),
                ["extent"] = new(extent, 4), ["epochs"] = new([.. frames.Select(static epoch => (float)epoch)], frames.Length),
                ["regions"] = new([.. steps.SelectMany(static step => step.Regions)], steps.Count, Side, Side),
                ["D_tr"] = new([.. steps.Select(static step => (float)step.Retain)], steps.Count), ["D_tf"] = new([.. steps.Select(static step => (float)step.Forget)], steps.Count),
            },
        };

        // The same seed gives the same steps: a run of fewer epochs is the beginning of the whole one.
        (Linear Head, LauResult Result) After(int epoch)
        {
            var head = nn.Linear(2, data.Classes);
            head.to(forget.device);
            head.weight!.copy_(plane.Head.weight!);
            head.bias!.copy_(plane.Head.bias!);
            return (head, (Slow with { MaxEpochs = Math.Min(epoch, Slow.MaxEpochs) }).UnlearnHead(head, forget, zeros(forget.shape[0], ScalarType.Int64, device: forget.device) + cell.ForgetClass!.Value, cell.Seed));
        }

        (double Retain, double Forget, double Area, float[] Regions) Look(Linear head)
        {
            using (head)
            {
                var (right, own) = (head.forward(points).argmax(1).eq(labels), labels.eq(cell.ForgetClass!.Value));
                var regions = head.forward(grid).argmax(1);
                return (Percent(right[own.logical_not()]), Percent(right[own]), Percent(regions.eq(cell.ForgetClass!.Value)), regions.to(ScalarType.Float32).cpu().data<float>().ToArray());
            }
        }
    });

    public void Dispose() => lab.Dispose();

    private static double Percent(Tensor truths) => 100 * truths.to(ScalarType.Float32).mean().item<float>();

    // Rows from the bottom up; the middle 99 % of the points and a margin.
    private static (Tensor Points, float[] Extent) Grid(Tensor points)
    {
        var (low, high) = (points.quantile(tensor(0.005f, device: points.device), 0), points.quantile(tensor(0.995f, device: points.device), 0));
        var margin = (high - low) * 0.08f;
        var (from, to) = ((low - margin).cpu().data<float>().ToArray(), (high + margin).cpu().data<float>().ToArray());
        var mesh = meshgrid([linspace(from[1], to[1], Side), linspace(from[0], to[0], Side)], indexing: "ij");
        return (stack([mesh[1].flatten(), mesh[0].flatten()], 1).to(points.device), [from[0], to[0], from[1], to[1]]);
    }
}
