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
/// What the unlearning experiments share: the data, the networks that the methods start from and are compared with (those of one model at a
/// time), and how a method is run, timed and measured.
/// </summary>
internal sealed class UnlearningLab : IDisposable
{
    private const double RepeatBelowSeconds = 0.5;
    private const int Repeats = 5;

    private readonly ExperimentRequest request;
    private readonly Device device;
    private readonly Dictionary<string, DatasetPair> loaded = [];
    private readonly Dictionary<(string Dataset, int Class), ForgetSplit> splits = [];
    private Bench? bench;

    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public UnlearningLab(ExperimentRequest request)
    {
        this.request = request;
        Profile = Profile.Get(request.Profile);
        device = Devices.Parse(request.Device);
        Precision = Precisions.Parse(request.Precision, device);
        if (request.Seeds < 1)
        {
            throw LetheException.Usage($"--seeds {request.Seeds}: at least one run is needed.");
        }
    }

    public Profile Profile { get; }

    public Precision Precision { get; }

    /// <summary>The class to forget where the experiment itself names none.</summary>
    public int ForgetClass => request.ForgetClass ?? ExperimentRequest.UsualForgetClass;

    /// <summary>What was asked for, in the order of <paramref name="known"/>; <paramref name="fallback"/> if nothing was.</summary>
    /// <exception cref="LetheException">A name is not known.</exception>
    public static IReadOnlyList<string> Chosen(IReadOnlyList<string>? asked, IReadOnlyList<string> known, IReadOnlyList<string> fallback, string what) =>
        asked is null ? fallback : asked.FirstOrDefault(name => !known.Contains(name)) is { } wrong
            ? throw LetheException.Usage($"There is no {what} '{wrong}'. Known: {string.Join(", ", known)}.")
            : [.. known.Where(asked.Contains)];

    public DatasetPair Data(string dataset)
    {
        if (!loaded.TryGetValue(dataset, out var data))
        {
            data = DatasetCatalog.Load(dataset, new DataOptions(request.DataDir));
            if (Profile.Name is "smoke")
            {
                data = data.Slice(Profile.SmokeImages);
            }
            if (device.type != DeviceType.CPU)
            {
                using var onCpu = data;
                data = data.To(device);
            }
            loaded[dataset] = data;
        }
        return data;
    }

    public ForgetSplit Split(Cell cell) => Split(cell.Dataset, cell.ForgetClass);

    /// <summary>A cell with the settings of its data, network and training.</summary>
    public Cell Describe(string experiment, string dataset, string model, string method, int seed, int forgetClass)
    {
        var data = Data(dataset);
        _ = Split(dataset, forgetClass); // is there such a class?
        var (spec, recipe) = (Profile.Spec(model, data), Profile.Recipe(model, dataset, Precision));
        return new()
        {
            Experiment = experiment, Dataset = dataset, Model = model, Method = method, Profile = Profile.Name, Seed = seed, ForgetClass = forgetClass,
            Settings = Cell.SettingsOf(
                ("data", data.Title), ("train", data.Train.Count), ("width", spec.Width), ("precision", Precision.Name()), ("device", device.type),
                ("recipe.epochs", recipe.Epochs), ("recipe.batch", recipe.BatchSize), ("recipe.optimizer", recipe.Optimizer), ("recipe.rate", recipe.LearningRate),
                ("recipe.momentum", recipe.Momentum), ("recipe.decay", recipe.WeightDecay), ("recipe.schedule", recipe.Schedule), ("recipe.smoothing", recipe.LabelSmoothing),
                ("recipe.padding", recipe.Augmentation.Padding), ("recipe.flip", recipe.Augmentation.Flip), ("measure.retain", Profile.MeasuredRetain)),
        };
    }

    /// <summary>Where and with what a cell is run.</summary>
    public Provenance Provenance(Cell cell)
    {
        var data = Data(cell.Dataset);
        return Experiments.Provenance.Capture(device.ToString(), Precision.Name(), data.Provenance, data.IsStandIn, Devices.Hardware(device));
    }

    /// <summary>The record of <paramref name="run"/>; of its failure if its numbers were not finite, which is a result too.</summary>
    public RunRecord Record(Cell cell, Func<Provenance, RunRecord> run)
    {
        var provenance = Provenance(cell);
        try
        {
            using var scope = NewDisposeScope();
            return run(provenance);
        }
        catch (LetheException error) when (error.ExitCode == ExitCode.NotFinite)
        {
            return new() { Cell = cell, Provenance = provenance, Status = RunStatus.Failed, Error = error.Message };
        }
    }

    /// <summary>Trains the original or the retrained network, unless it is in the cache, and measures it.</summary>
    public RunRecord Trained(Cell cell, Provenance provenance, bool retrained, UnlearningEvaluation evaluation, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var split = Split(cell);
        var stage = retrained ? "retraining" : "training the original";
        progress.Report(new CellStage(cell, stage));
        var trained = Trainings(cell, stage, progress, cancellation);
        var (model, seconds) = retrained ? trained.Retrained(request.Force) : trained.Original(request.Force);
        using (model)
        {
            progress.Report(new CellStage(cell, "measuring"));
            var bench = BenchOf(cell, progress, cancellation);
            using var outputs = SplitOutputs.Of(model, split, Precision, Profile.MeasuredRetain);
            (retrained ? bench.Retrains : bench.Originals).Replace(cell.ForgetClass, ReferencePredictions.Of(outputs));
            var result = evaluation.Of(model, split, outputs, bench.Originals.Find(cell.ForgetClass), bench.Retrains.Find(cell.ForgetClass));
            result.Values["samples_read"] = retrained ? split.RetainTrain.Count : Data(cell.Dataset).Train.Count;
            return new()
            {
                Cell = cell, Provenance = provenance, Metrics = new(result.Values), Notes = result.Notes,
                Seconds = new() { ["total"] = seconds },
            };
        }
    }

    /// <summary>Runs a method on a copy of the original, several times if it is fast, and measures what it left.</summary>
    /// <param name="forget">D_f; a part of it where the method is to see no more.</param>
    public RunRecord Unlearned(Cell cell, Provenance provenance, IUnlearningMethod method, ImageSubset forget, UnlearningEvaluation evaluation, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var split = Split(cell);
        var bench = BenchOf(cell, progress, cancellation);
        progress.Report(new CellStage(cell, "unlearning"));
        var runs = new List<(double Total, IReadOnlyDictionary<string, double> Stages)>();
        Classifier? model = null;
        UnlearningTask task;
        do
        {
            model?.Dispose();
            model = bench.Model.Copy();
            task = new(model, split.ForgetClass, method.Reads, forget.Fresh(), split.RetainTrain.Fresh())
            {
                Recipe = Profile.Recipe(cell.Model, cell.Dataset, Precision), Seed = cell.Seed, Precision = Precision, Cancellation = cancellation,
                Progress = new Training(cell, "unlearning", progress),
            };
            var total = Devices.Time(device, () => method.Unlearn(task));
            runs.Add((total, task.Clock.Seconds));
        }
        while (runs.Count <= Repeats && runs[0].Total < RepeatBelowSeconds);

        using (model)
        {
            progress.Report(new CellStage(cell, "measuring"));
            var result = evaluation.Of(model, split, bench.Originals.Find(cell.ForgetClass), bench.Retrains.Find(cell.ForgetClass));
            foreach (var (name, value) in task.Figures)
            {
                result.Values[$"method.{name}"] = value;
            }
            result.Values["samples_read"] = (method.Reads.HasFlag(DataAccess.Forget) ? task.Forget.DistinctRead : 0) + (method.Reads.HasFlag(DataAccess.Retain) ? task.Retain.DistinctRead : 0);
            return new() { Cell = cell, Provenance = provenance, Metrics = new(result.Values), Seconds = Medians(runs), Notes = [.. result.Notes, .. task.Notes] };
        }
    }

    /// <summary>The original network of a cell; it belongs to the lab.</summary>
    public Classifier Original(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => BenchOf(cell, progress, cancellation).Model;

    /// <summary>The retrained network of a cell, trained now if it is not in the cache; it belongs to the caller.</summary>
    public Classifier Retrained(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => Trainings(cell, "retraining", progress, cancellation).Retrained().Model;

    /// <summary>Runs a method on <paramref name="model"/>, which it changes, with all of D_f.</summary>
    public void Forget(Cell cell, Classifier model, IUnlearningMethod method, CancellationToken cancellation)
    {
        var split = Split(cell);
        method.Unlearn(new(model, split.ForgetClass, method.Reads, split.ForgetTrain.Fresh(), split.RetainTrain.Fresh())
        {
            Recipe = Profile.Recipe(cell.Model, cell.Dataset, Precision), Seed = cell.Seed, Precision = Precision, Cancellation = cancellation,
        });
    }

    public UnlearningEvaluation Evaluation(Cell cell, MetricSet metrics) => new()
    {
        Metrics = metrics, Precision = Precision, MaxRetain = Profile.MeasuredRetain, Seed = cell.Seed, RelearnNetwork = Profile.IsComparable,
    };

    public void Dispose()
    {
        bench?.Dispose();
        foreach (var data in loaded.Values)
        {
            data.Dispose();
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

    private ForgetSplit Split(string dataset, int forgetClass)
    {
        if (!splits.TryGetValue((dataset, forgetClass), out var split))
        {
            splits[(dataset, forgetClass)] = split = ForgetSplit.ByClass(Data(dataset), forgetClass);
        }
        return split;
    }

    private TrainedModels Trainings(Cell cell, string stage, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var data = Data(cell.Dataset);
        return new(data, Split(cell), Profile.Spec(cell.Model, data), Profile.Recipe(cell.Model, cell.Dataset, Precision), cell.Seed)
        {
            Progress = new Training(cell, stage, progress), Cancellation = cancellation,
        };
    }

    private Bench BenchOf(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var trained = Trainings(cell, "training the original", progress, cancellation);
        var key = (cell.Dataset, cell.Model, cell.Seed);
        if (bench is null || bench.Key != key)
        {
            bench?.Dispose();
            bench = null;
            bench = new(key, trained.Original().Model);
        }
        var split = Split(cell);
        if (bench.Originals.Find(cell.ForgetClass) is null)
        {
            bench.Originals.Replace(cell.ForgetClass, ReferencePredictions.Of(bench.Model, split, Precision, Profile.MeasuredRetain));
        }
        if (bench.Retrains.Find(cell.ForgetClass) is null && trained.HasRetrained)
        {
            using var retrained = trained.Retrained().Model;
            bench.Retrains.Replace(cell.ForgetClass, ReferencePredictions.Of(retrained, split, Precision, Profile.MeasuredRetain));
        }
        return bench;
    }

    // What all methods of one model start from and are compared with; the references by the class to forget.
    private sealed class Bench((string Dataset, string Model, int Seed) key, Classifier model) : IDisposable
    {
        public (string Dataset, string Model, int Seed) Key { get; } = key;

        public Classifier Model { get; } = model;

        public References Originals { get; } = new();

        public References Retrains { get; } = new();

        public void Dispose()
        {
            Model.Dispose();
            Originals.Dispose();
            Retrains.Dispose();
        }
    }

    private sealed class References : IDisposable
    {
        private readonly Dictionary<int, ReferencePredictions> byClass = [];

        public ReferencePredictions? Find(int forgetClass) => byClass.GetValueOrDefault(forgetClass);

        public void Replace(int forgetClass, ReferencePredictions predictions)
        {
            byClass.GetValueOrDefault(forgetClass)?.Dispose();
            byClass[forgetClass] = predictions;
        }

        public void Dispose()
        {
            foreach (var predictions in byClass.Values)
            {
                predictions.Dispose();
            }
        }
    }

    private sealed class Training(Cell cell, string stage, IProgress<ExperimentEvent> target) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => target.Report(new CellTraining(cell, stage, value));
    }
}
