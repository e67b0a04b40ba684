using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Unlearning.Runs;

/// <summary>
/// What the unlearning experiments share: the data, the networks that the methods start from and are compared with (those of one model at a
/// time), and how a method is run, timed and measured.
/// </summary>
internal sealed class UnlearningLab(RunContext context) : Lab(context)
{
    private readonly Dictionary<string, DatasetPair> loaded = [];
    private readonly Dictionary<(string Dataset, int Class), ForgetSplit> splits = [];
    private ModelBench? bench;

    /// <summary>The class to forget where the experiment itself names none.</summary>
    public int ForgetClass => Context.Request.ForgetClass ?? ExperimentRequest.UsualForgetClass;

    /// <summary>The data sets asked for.</summary>
    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public IReadOnlyList<string> Datasets(IReadOnlyList<string> usual) =>
        Choice.Of(Context.Request.Datasets, DatasetCatalog.Names, usual, "data set");

    /// <summary>The networks asked for.</summary>
    /// <inheritdoc cref="Datasets" path="/exception"/>
    public IReadOnlyList<string> Models(IReadOnlyList<string> usual) => ModelCatalog.All.Chosen(Context.Request.Models, usual);

    /// <summary>How networks are measured; the seed is the cell's.</summary>
    public UnlearningEvaluation Evaluation(MetricSet metrics) =>
        new()
        {
            Metrics = metrics,
            Precision = Precision,
            MaxRetain = Context.Profile.MeasuredRetain,
            RelearnNetwork = Context.Profile.IsComparable,
        };

    public override (string Source, bool IsStandIn) DataOf(Cell cell) => (Data(cell.Dataset).Provenance, Data(cell.Dataset).IsStandIn);

    public DatasetPair Data(string dataset)
    {
        if (!loaded.TryGetValue(dataset, out var data))
        {
            data = DatasetCatalog.Load(dataset, new DataOptions(Context.Request.DataDir));
            if (Context.Profile == Profile.Smoke)
            {
                data = data.Slice(ClassifierProfile.SmokeImages);
            }
            if (Context.Device.type != DeviceType.CPU)
            {
                using var onCpu = data;
                data = data.To(Context.Device);
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
        return new Cell
        {
            Experiment = experiment,
            Dataset = dataset,
            Model = model,
            Method = method,
            Profile = Context.Profile.Name,
            Seed = seed,
            ForgetClass = forgetClass,
        }.With(
            new ClassifierTraining(
                data.Title,
                data.Train.Count,
                Context.Profile.Spec(model, data),
                Context.Profile.Recipe(model, dataset, Precision),
                Context.DeviceType
            )
        );
    }

    /// <summary>Trains the original or the retrained network, unless it is in the cache, and measures it.</summary>
    public CellResult Trained(CellContext run, bool retrained, UnlearningEvaluation evaluation)
    {
        var (cell, split) = (run.Cell, Split(run.Cell));
        var stage = retrained ? "retraining" : "training the original";
        run.Begin(stage);
        var trained = Trainings(run, stage);
        // The original is the same for every class to forget.
        var fresh = IsFresh($"{KeyOf(cell)} {(retrained ? cell.ForgetClass : null)}");
        var (model, seconds) = retrained ? trained.Retrained(fresh) : trained.Original(fresh);
        using (model)
        {
            if (fresh && !retrained)
            {
                bench?.Dispose();
                bench = null; // it holds the network of before
            }
            run.Begin("measuring");
            using var outputs = SplitOutputs.Of(model, split, Precision, Context.Profile.MeasuredRetain);
            BenchOf(run).Keep(retrained, cell.ForgetClass!.Value, ReferencePredictions.Of(outputs));
            var (original, retrain) = References(run);
            var result = evaluation.Of(model, split, outputs, original, retrain);
            result.Values["samples_read"] = retrained ? split.RetainTrain.Count : Data(cell.Dataset).Train.Count;
            return new()
            {
                Metrics = new(result.Values),
                Notes = result.Notes,
                Seconds = new() { ["total"] = seconds },
            };
        }
    }

    /// <summary>Runs a method on a copy of the original, several times if it is fast, and measures what it left.</summary>
    /// <param name="forget">D_f; a part of it where the method is to see no more.</param>
    public CellResult Unlearned(CellContext run, IUnlearningMethod method, ImageSubset forget, UnlearningEvaluation evaluation)
    {
        var original = Original(run);
        run.Begin("unlearning");
        var times = new MethodTimes();
        Classifier? model = null;
        UnlearningTask? task = null;
        while (times.WantsAnother)
        {
            model?.Dispose();
            model = original.Copy();
            task = TaskOf(run, model, method, forget, run.Training("unlearning"));
            times.Add(Devices.Time(Context.Device, () => method.Unlearn(task)), task.Clock.Seconds);
        }
        using (model)
        {
            run.Begin("measuring");
            var references = References(run);
            var result = evaluation.Of(model!, Split(run.Cell), references.Original, references.Retrain);
            foreach (var (name, value) in task!.Figures)
            {
                result.Values[$"method.{name}"] = value;
            }
            result.Values["samples_read"] =
                (method.Reads.HasFlag(DataAccess.Forget) ? task.Forget.DistinctRead : 0)
                + (method.Reads.HasFlag(DataAccess.Retain) ? task.Retain.DistinctRead : 0);
            return new()
            {
                Metrics = new(result.Values),
                Seconds = times.Medians(),
                Notes = [.. result.Notes, .. task.Notes],
            };
        }
    }

    /// <summary>The original network of a cell; it belongs to the lab.</summary>
    public Classifier Original(CellContext run) => BenchOf(run).Original;

    /// <summary>The retrained network of a cell, trained now if it is not in the cache; it belongs to the caller.</summary>
    public Classifier Retrained(CellContext run) => Trainings(run, "retraining").Retrained().Model;

    /// <summary>Runs a method on <paramref name="model"/>, which it changes, with all of D_f.</summary>
    public void Forget(CellContext run, Classifier model, IUnlearningMethod method) =>
        method.Unlearn(TaskOf(run, model, method, Split(run.Cell).ForgetTrain, null));

    public override void Dispose()
    {
        base.Dispose();
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

    private TrainedModels Trainings(CellContext run, string stage)
    {
        var (cell, data) = (run.Cell, Data(run.Cell.Dataset));
        return new(
            data,
            Split(cell),
            Context.Profile.Spec(cell.Model, data),
            Context.Profile.Recipe(cell.Model, cell.Dataset, Precision),
            cell.Seed
        )
        {
            Progress = run.Training(stage),
            Cancellation = run.Cancellation,
        };
    }

    private UnlearningTask TaskOf(
        CellContext run,
        Classifier model,
        IUnlearningMethod method,
        ImageSubset forget,
        IProgress<TrainingProgress>? progress
    ) =>
        new(model, run.Cell.ForgetClass!.Value, method.Reads, forget.Fresh(), Split(run.Cell).RetainTrain.Fresh())
        {
            Recipe = Context.Profile.Recipe(run.Cell.Model, run.Cell.Dataset, Precision),
            Seed = run.Seed,
            Precision = Precision,
            Cancellation = run.Cancellation,
            Progress = progress,
        };

    private ModelBench BenchOf(CellContext run)
    {
        if (bench is null || bench.Key != KeyOf(run.Cell))
        {
            bench?.Dispose();
            bench = null;
            bench = new(KeyOf(run.Cell), Trainings(run, "training the original").Original().Model);
        }
        return bench;
    }

    // Of networks measured already as they were found then; else now. Retrain is null until it has been trained.
    private (ReferencePredictions Original, ReferencePredictions? Retrain) References(CellContext run)
    {
        var (bench, trained, forgotten) = (BenchOf(run), Trainings(run, "retraining"), run.Cell.ForgetClass!.Value);
        if (bench.Find(retrained: false, forgotten) is null)
        {
            bench.Keep(
                retrained: false,
                forgotten,
                ReferencePredictions.Of(bench.Original, Split(run.Cell), Precision, Context.Profile.MeasuredRetain)
            );
        }
        if (bench.Find(retrained: true, forgotten) is null && trained.HasRetrained)
        {
            using var retrained = trained.Retrained().Model;
            bench.Keep(
                retrained: true,
                forgotten,
                ReferencePredictions.Of(retrained, Split(run.Cell), Precision, Context.Profile.MeasuredRetain)
            );
        }
        return (bench.Find(retrained: false, forgotten)!, bench.Find(retrained: true, forgotten));
    }

    private static (string Dataset, string Model, int Seed) KeyOf(Cell cell) => (cell.Dataset, cell.Model, cell.Seed);
}
