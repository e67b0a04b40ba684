using System.Diagnostics;
using Lethe.Data;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using Lethe.Unlearning;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Experiments;

/// <summary>
/// The experiment behind the utility and the efficiency table of Layer Attack Unlearning: train an original, forget one class by each
/// method, measure.
/// </summary>
public sealed class LauExperiment : IExperiment
{
    private const int DefaultForgetClass = 8; // ship, as in the deck's figure
    private const double RepeatBelowSeconds = 0.5;
    private const int Repeats = 5;

    private readonly ExperimentRequest request;
    private readonly Profile profile;
    private readonly Device device;
    private readonly Precision precision;
    private readonly IReadOnlyList<string> models, methods, datasets;
    private readonly Dictionary<string, (DatasetPair Data, ForgetSplit Split)> loaded = [];
    private readonly Dictionary<(string Dataset, string Model, int Seed), Bench> benches = [];

    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public LauExperiment(ExperimentRequest request)
    {
        this.request = request;
        profile = Profile.Get(request.Profile);
        device = Devices.Parse(request.Device);
        precision = Precisions.Parse(request.Precision, device);
        datasets = Chosen(request.Datasets, DatasetCatalog.Names, profile.Datasets, "data set");
        models = Chosen(request.Models, ModelCatalog.Names, ModelCatalog.Names, "model");
        methods = Chosen(request.Methods, Labels.Methods, profile.Methods, "method");
        if (request.Seeds < 1)
        {
            throw LetheException.Usage($"--seeds {request.Seeds}: at least one run is needed.");
        }
    }

    public IReadOnlyList<Cell> Plan() =>
    [
        .. from dataset in datasets
           from seed in Enumerable.Range(0, request.Seeds)
           from model in models
           from method in methods
           select Describe(dataset, seed, model, method),
    ];

    public RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var (data, split) = Load(cell.Dataset);
        var provenance = Provenance.Capture(device.ToString(), precision.Name(), data.Provenance, data.IsStandIn, Devices.Hardware(device));
        try
        {
            using var scope = NewDisposeScope();
            var record = cell.Method switch
            {
                "original" => Trained(cell, provenance, progress, cancellation, retrained: false),
                "retrain" => Trained(cell, provenance, progress, cancellation, retrained: true),
                _ => Unlearned(cell, provenance, progress, cancellation),
            };
            return record;
        }
        catch (LetheException error) when (error.ExitCode == ExitCode.NotFinite)
        {
            return new() { Cell = cell, Provenance = provenance, Status = RunStatus.Failed, Error = error.Message };
        }
    }

    public void Dispose()
    {
        foreach (var bench in benches.Values)
        {
            bench.Dispose();
        }
        foreach (var (data, _) in loaded.Values)
        {
            data.Dispose();
        }
    }

    private Cell Describe(string dataset, int seed, string model, string method)
    {
        var (data, split) = Load(dataset);
        var (spec, recipe) = (profile.Spec(model, data), profile.Recipe(model, dataset, precision));
        var cell = new Cell
        {
            Experiment = "lau", Dataset = dataset, Model = model, Method = method, Profile = profile.Name, Seed = seed, ForgetClass = split.ForgetClass,
            Settings = Cell.SettingsOf(
                ("data", data.Title), ("train", data.Train.Count), ("width", spec.Width), ("precision", precision.Name()), ("device", device.type),
                ("recipe.epochs", recipe.Epochs), ("recipe.batch", recipe.BatchSize), ("recipe.optimizer", recipe.Optimizer), ("recipe.rate", recipe.LearningRate),
                ("recipe.momentum", recipe.Momentum), ("recipe.decay", recipe.WeightDecay), ("recipe.schedule", recipe.Schedule), ("recipe.smoothing", recipe.LabelSmoothing),
                ("recipe.padding", recipe.Augmentation.Padding), ("recipe.flip", recipe.Augmentation.Flip), ("measure.retain", profile.MeasuredRetain)),
        };
        return method is "original" or "retrain"
            ? cell
            : UnlearningCatalog.Describe(UnlearningCatalog.Create(method, profile.Name)).Aggregate(cell, static (cell, setting) => cell.With($"method.{setting.Key}", setting.Value));
    }

    private RunRecord Trained(Cell cell, Provenance provenance, IProgress<ExperimentEvent> progress, CancellationToken cancellation, bool retrained)
    {
        var (data, split) = Load(cell.Dataset);
        var stage = retrained ? "retraining" : "training the original";
        progress.Report(new CellStage(cell, stage));
        var trained = Trainings(cell, stage, progress, cancellation);
        var (model, seconds) = retrained ? trained.Retrained(request.Force) : trained.Original(request.Force);
        using (model)
        {
            progress.Report(new CellStage(cell, "measuring"));
            var bench = BenchOf(cell, trained);
            using var outputs = SplitOutputs.Of(model, split, precision, profile.MeasuredRetain);
            (retrained ? ref bench.Retrain : ref bench.Original) = ReferencePredictions.Of(outputs);
            var result = Evaluation(cell).Of(model, split, outputs, bench.Original, bench.Retrain);
            result.Values["samples_read"] = retrained ? split.RetainTrain.Count : data.Train.Count;
            return new()
            {
                Cell = cell, Provenance = provenance, Metrics = new(result.Values), Notes = result.Notes,
                Seconds = new() { ["total"] = seconds },
            };
        }
    }

    private RunRecord Unlearned(Cell cell, Provenance provenance, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var (_, split) = Load(cell.Dataset);
        var trained = Trainings(cell, "training the original", progress, cancellation);
        var bench = BenchOf(cell, trained);
        var method = UnlearningCatalog.Create(cell.Method, profile.Name);

        progress.Report(new CellStage(cell, "unlearning"));
        var runs = new List<(double Total, IReadOnlyDictionary<string, double> Stages)>();
        Classifier? model = null;
        UnlearningTask task;
        do
        {
            model?.Dispose();
            model = bench.OriginalModel.Copy();
            task = new(model, split.ForgetClass, method.Reads, split.ForgetTrain.Fresh(), split.RetainTrain.Fresh())
            {
                Recipe = profile.Recipe(cell.Model, cell.Dataset, precision), Seed = cell.Seed, Precision = precision, Cancellation = cancellation,
                Progress = new Training(cell, "unlearning", progress),
            };
            var total = Devices.Time(device, () => method.Unlearn(task));
            runs.Add((total, task.Clock.Seconds));
        }
        while (runs.Count <= Repeats && runs[0].Total < RepeatBelowSeconds);

        using (model)
        {
            progress.Report(new CellStage(cell, "measuring"));
            var result = Evaluation(cell).Of(model, split, bench.Original, bench.Retrain);
            foreach (var (name, value) in task.Figures)
            {
                result.Values[$"method.{name}"] = value;
            }
            result.Values["samples_read"] = (method.Reads.HasFlag(DataAccess.Forget) ? task.Forget.DistinctRead : 0) + (method.Reads.HasFlag(DataAccess.Retain) ? task.Retain.DistinctRead : 0);
            return new() { Cell = cell, Provenance = provenance, Metrics = new(result.Values), Seconds = Medians(runs), Notes = [.. result.Notes, .. task.Notes] };
        }
    }

    // The first of several runs warms caches up and does not count.
    private static SortedDictionary<string, double> Medians(List<(double Total, IReadOnlyDictionary<string, double> Stages)> runs)
    {
        var counted = runs.Count > 1 ? runs[1..] : runs;
        var seconds = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["total"] = Median(counted.Select(static run => run.Total)) };
        foreach (var stage in counted[0].Stages.Keys)
        {
            seconds[stage] = Median(counted.Select(run => run.Stages.GetValueOrDefault(stage)));
        }
        if (seconds.TryGetValue("features", out var features))
        {
            (seconds["cold"], seconds["warm"]) = (seconds["total"], Median(counted.Select(static run => run.Total - run.Stages["features"])));
        }
        return seconds;

        static double Median(IEnumerable<double> values)
        {
            var sorted = values.Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }

    private UnlearningEvaluation Evaluation(Cell cell) => new()
    {
        Metrics = MetricSet.Full, Precision = precision, MaxRetain = profile.MeasuredRetain, Seed = cell.Seed, RelearnNetwork = profile.IsComparable,
    };

    private TrainedModels Trainings(Cell cell, string stage, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var (data, split) = Load(cell.Dataset);
        return new(data, split, profile.Spec(cell.Model, data), profile.Recipe(cell.Model, cell.Dataset, precision), cell.Seed)
        {
            Progress = new Training(cell, stage, progress), Cancellation = cancellation,
        };
    }

    // The networks that all methods of one model start from and are compared with. One model at a time is kept.
    private Bench BenchOf(Cell cell, TrainedModels trained)
    {
        var key = (cell.Dataset, cell.Model, cell.Seed);
        if (!benches.TryGetValue(key, out var bench))
        {
            foreach (var other in benches.Values)
            {
                other.Dispose();
            }
            benches.Clear();
            var (_, split) = Load(cell.Dataset);
            var (original, _) = trained.Original();
            benches[key] = bench = new(original);
            bench.Original = ReferencePredictions.Of(original, split, precision, profile.MeasuredRetain);
        }
        if (bench.Retrain is null && trained.HasRetrained)
        {
            var (retrained, _) = trained.Retrained();
            using (retrained)
            {
                bench.Retrain = ReferencePredictions.Of(retrained, Load(cell.Dataset).Split, precision, profile.MeasuredRetain);
            }
        }
        return bench;
    }

    private (DatasetPair Data, ForgetSplit Split) Load(string dataset)
    {
        if (!loaded.TryGetValue(dataset, out var entry))
        {
            var data = DatasetCatalog.Load(dataset, new DataOptions(request.DataDir));
            if (profile.Name is "smoke")
            {
                data = data.Slice(Profile.SmokeImages);
            }
            if (device.type != DeviceType.CPU)
            {
                using var onCpu = data;
                data = data.To(device);
            }
            loaded[dataset] = entry = (data, ForgetSplit.ByClass(data, request.ForgetClass ?? DefaultForgetClass));
        }
        return entry;
    }

    private static IReadOnlyList<string> Chosen(IReadOnlyList<string>? asked, IReadOnlyList<string> known, IReadOnlyList<string> fallback, string what) =>
        asked is null ? fallback : asked.FirstOrDefault(name => !known.Contains(name)) is { } wrong
            ? throw LetheException.Usage($"There is no {what} '{wrong}'. Known: {string.Join(", ", known)}.")
            : [.. known.Where(asked.Contains)];

    private sealed class Bench(Classifier original) : IDisposable
    {
        public ReferencePredictions? Original;
        public ReferencePredictions? Retrain;

        public Classifier OriginalModel { get; } = original;

        public void Dispose()
        {
            OriginalModel.Dispose();
            Original?.Dispose();
            Retrain?.Dispose();
        }
    }

    private sealed class Training(Cell cell, string stage, IProgress<ExperimentEvent> target) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => target.Report(new CellTraining(cell, stage, value));
    }
}
