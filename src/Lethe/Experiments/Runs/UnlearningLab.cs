using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using Lethe.Unlearning;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Experiments.Runs;

/// <summary>
/// What the unlearning experiments share: the data, the networks that the methods start from and are compared with (those of one model at a
/// time), and how a method is run, timed and measured.
/// </summary>
internal sealed class UnlearningLab : IDisposable
{
    private readonly ExperimentRequest request;
    private readonly Device device;
    private readonly Dictionary<string, DatasetPair> loaded = [];
    private readonly Dictionary<(string Dataset, int Class), ForgetSplit> splits = [];
    private readonly HashSet<((string Dataset, string Model, int Seed) Network, int? ForgetClass)> renewed = [];
    private ModelBench? bench;

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

    public ForgetSplit Split(Cell cell) => Split(cell.Dataset, cell.ForgetClass!.Value);

    /// <summary>A cell with the settings of its data, network and training.</summary>
    public Cell Describe(string experiment, string dataset, string model, string method, int seed, int forgetClass)
    {
        var data = Data(dataset);
        _ = Split(dataset, forgetClass); // is there such a class?
        var (spec, recipe) = (Profile.Spec(model, data), Profile.Recipe(model, dataset, Precision));
        var cell = new Cell
        {
            Experiment = experiment, Dataset = dataset, Model = model, Method = method, Profile = Profile.Name, Seed = seed, ForgetClass = forgetClass,
            Settings = Cell.SettingsOf(
                ("data", data.Title), ("train", data.Train.Count), ("width", spec.Width), ("precision", Precision.Name()), ("device", device.type),
                ("recipe.epochs", recipe.Epochs), ("recipe.batch", recipe.BatchSize), ("recipe.optimizer", recipe.Optimizer), ("recipe.rate", recipe.LearningRate),
                ("recipe.momentum", recipe.Momentum), ("recipe.decay", recipe.WeightDecay), ("recipe.schedule", recipe.Schedule), ("recipe.smoothing", recipe.LabelSmoothing),
                ("recipe.padding", recipe.Augmentation.Padding), ("recipe.flip", recipe.Augmentation.Flip), ("measure.retain", Profile.MeasuredRetain)),
        };
        return spec.NormEpsilon is { } epsilon ? cell.With("norm.eps", epsilon) : cell;
    }

    /// <summary>Where and with what a cell is run.</summary>
    public Provenance Provenance(Cell cell)
    {
        var data = Data(cell.Dataset);
        return Experiments.Records.Provenance.Capture(device.ToString(), Precision.Name(), data.Provenance, data.IsStandIn, Devices.Hardware(device));
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
        // Forced, but once: the original is the same for every class to forget.
        var fresh = request.Force && renewed.Add((KeyOf(cell), retrained ? cell.ForgetClass : null));
        var (model, seconds) = retrained ? trained.Retrained(fresh) : trained.Original(fresh);
        using (model)
        {
            if (fresh && !retrained)
            {
                bench?.Dispose();
                bench = null; // it holds the network of before
            }
            progress.Report(new CellStage(cell, "measuring"));
            using var outputs = SplitOutputs.Of(model, split, Precision, Profile.MeasuredRetain);
            BenchOf(cell, progress, cancellation).Keep(retrained, cell.ForgetClass!.Value, ReferencePredictions.Of(outputs));
            var (original, retrain) = References(cell, progress, cancellation);
            var result = evaluation.Of(model, split, outputs, original, retrain);
            result.Values["samples_read"] = retrained ? split.RetainTrain.Count : Data(cell.Dataset).Train.Count;
            return new() { Cell = cell, Provenance = provenance, Metrics = new(result.Values), Notes = result.Notes, Seconds = new() { ["total"] = seconds } };
        }
    }

    /// <summary>Runs a method on a copy of the original, several times if it is fast, and measures what it left.</summary>
    /// <param name="forget">D_f; a part of it where the method is to see no more.</param>
    public RunRecord Unlearned(Cell cell, Provenance provenance, IUnlearningMethod method, ImageSubset forget, UnlearningEvaluation evaluation, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var original = Original(cell, progress, cancellation);
        progress.Report(new CellStage(cell, "unlearning"));
        var times = new MethodTimes();
        Classifier? model = null;
        UnlearningTask? task = null;
        while (times.WantsAnother)
        {
            model?.Dispose();
            model = original.Copy();
            task = TaskOf(cell, model, method, forget, new Training(cell, "unlearning", progress), cancellation);
            times.Add(Devices.Time(device, () => method.Unlearn(task)), task.Clock.Seconds);
        }
        using (model)
        {
            progress.Report(new CellStage(cell, "measuring"));
            var references = References(cell, progress, cancellation);
            var result = evaluation.Of(model!, Split(cell), references.Original, references.Retrain);
            foreach (var (name, value) in task!.Figures)
            {
                result.Values[$"method.{name}"] = value;
            }
            result.Values["samples_read"] = (method.Reads.HasFlag(DataAccess.Forget) ? task.Forget.DistinctRead : 0) + (method.Reads.HasFlag(DataAccess.Retain) ? task.Retain.DistinctRead : 0);
            return new() { Cell = cell, Provenance = provenance, Metrics = new(result.Values), Seconds = times.Medians(), Notes = [.. result.Notes, .. task.Notes] };
        }
    }

    /// <summary>The original network of a cell; it belongs to the lab.</summary>
    public Classifier Original(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => BenchOf(cell, progress, cancellation).Original;

    /// <summary>The retrained network of a cell, trained now if it is not in the cache; it belongs to the caller.</summary>
    public Classifier Retrained(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation) => Trainings(cell, "retraining", progress, cancellation).Retrained().Model;

    /// <summary>Runs a method on <paramref name="model"/>, which it changes, with all of D_f.</summary>
    public void Forget(Cell cell, Classifier model, IUnlearningMethod method, CancellationToken cancellation) =>
        method.Unlearn(TaskOf(cell, model, method, Split(cell).ForgetTrain, null, cancellation));

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

    private UnlearningTask TaskOf(Cell cell, Classifier model, IUnlearningMethod method, ImageSubset forget, IProgress<TrainingProgress>? progress, CancellationToken cancellation) =>
        new(model, cell.ForgetClass!.Value, method.Reads, forget.Fresh(), Split(cell).RetainTrain.Fresh())
        {
            Recipe = Profile.Recipe(cell.Model, cell.Dataset, Precision), Seed = cell.Seed, Precision = Precision, Cancellation = cancellation, Progress = progress,
        };

    private ModelBench BenchOf(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        if (bench is null || bench.Key != KeyOf(cell))
        {
            bench?.Dispose();
            bench = null;
            bench = new(KeyOf(cell), Trainings(cell, "training the original", progress, cancellation).Original().Model);
        }
        return bench;
    }

    // Of networks measured already as they were found then; else now. Retrain is null until it has been trained.
    private (ReferencePredictions Original, ReferencePredictions? Retrain) References(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var (bench, trained) = (BenchOf(cell, progress, cancellation), Trainings(cell, "retraining", progress, cancellation));
        if (bench.Find(retrained: false, cell.ForgetClass!.Value) is null)
        {
            bench.Keep(retrained: false, cell.ForgetClass!.Value, ReferencePredictions.Of(bench.Original, Split(cell), Precision, Profile.MeasuredRetain));
        }
        if (bench.Find(retrained: true, cell.ForgetClass!.Value) is null && trained.HasRetrained)
        {
            using var retrained = trained.Retrained().Model;
            bench.Keep(retrained: true, cell.ForgetClass!.Value, ReferencePredictions.Of(retrained, Split(cell), Precision, Profile.MeasuredRetain));
        }
        return (bench.Find(retrained: false, cell.ForgetClass!.Value)!, bench.Find(retrained: true, cell.ForgetClass!.Value));
    }

    private static (string Dataset, string Model, int Seed) KeyOf(Cell cell) => (cell.Dataset, cell.Model, cell.Seed);

    private sealed class Training(Cell cell, string stage, IProgress<ExperimentEvent> target) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => target.Report(new CellTraining(cell, stage, value));
    }
}
