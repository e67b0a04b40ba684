using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Unlearning.Forgetting;
using TorchSharp;

namespace Lethe.Unlearning.Runs;

/// <summary>
/// What the unlearning experiments share: the data, the networks that the methods start from and are compared with (those of one model at a
/// time), and how a method is run, timed and measured.
/// </summary>
internal sealed class UnlearningLab(RunContext context, Func<DatasetPair, DatasetPair>? part = null) : Lab(context)
{
    /// <summary>Of <see cref="ExperimentRequest.Choices"/>: what to forget, as <see cref="ForgetSet.Parse"/> reads it.</summary>
    public const string ForgetChoice = "forget";

    /// <summary>The experiments that can forget any set; the others forget one class.</summary>
    public static readonly IReadOnlyList<string> OfAnySet = ["lau", "lau-beyond", "lau-rivals"];

    /// <summary>Ship on CIFAR-10, as in the slides' figure; bag on Fashion-MNIST.</summary>
    public const int UsualForgetClass = 8;

    private NetworkAtHand? network;

    private SplitsAtHand Splits => field ??= new(Context.Request, Data);

    /// <inheritdoc cref="ForgottenClass.Of"/>
    public int ForgetClass(string dataset) => ForgottenClass.Of(Context.Request, Data(dataset));

    /// <summary>What is to be forgotten of a data set, whatever that is.</summary>
    public ForgetSet Forgotten(string dataset) => Splits.SetOf(dataset);

    private int MaxRetain => Context.Profile.MeasuredRetain;

    public IReadOnlyList<string> Datasets(IReadOnlyList<string> usual) =>
        Choice.Of(Context.Request.Datasets, DatasetCatalog.Names, usual, "data set");

    /// <param name="usual">Unless the data set has networks of its own.</param>
    public IReadOnlyList<string> Models(string dataset, IReadOnlyList<string> usual) =>
        ModelCatalog.All.Chosen(Context.Request.Models, DatasetCatalog.All.Get(dataset).Networks is [_, ..] own ? own : usual);

    /// <summary>How networks are measured; the seed is the cell's.</summary>
    public UnlearningEvaluation Evaluation(MetricSet metrics) =>
        new()
        {
            Metrics = metrics,
            Precision = Precision,
            MaxRetain = MaxRetain,
            RelearnNetwork = Context.Profile.IsComparable,
        };

    public override (string Source, bool IsStandIn) DataOf(Cell cell) => (Data(cell.Dataset).Provenance, Data(cell.Dataset).IsStandIn);

    public DatasetPair Data(string dataset) =>
        Shared(dataset, () => (part ?? (static all => all))(Splits.Prepare(Context.Profile.Load(dataset, Context))));

    public ForgetSplit Split(Cell cell) => Splits.Of(cell);

    /// <summary>Cells of LAU for each data set, seed and network asked for.</summary>
    public IEnumerable<Cell> Cells(string experiment, IReadOnlyList<string> usualData, IReadOnlyList<string> usualModels)
    {
        return from dataset in Datasets(usualData)
            from seed in Context.Seeds(1)
            from model in Models(dataset, usualModels)
            select Describe(experiment, dataset, model, "lau", seed, ForgetClass(dataset));
    }

    /// <summary>A cell with the settings of its data, network and training.</summary>
    public Cell Describe(string experiment, string dataset, string model, string method, int seed, int forgetClass) =>
        Describe(experiment, dataset, model, method, seed, ForgottenClasses.Of(forgetClass));

    /// <inheritdoc cref="Describe(string, string, string, string, int, int)"/>
    public Cell Describe(string experiment, string dataset, string model, string method, int seed, ForgetSet forgotten)
    {
        var (data, split) = (Data(dataset), Splits.Of(dataset, forgotten)); // is there such a class?
        return new Cell
        {
            Experiment = experiment,
            Dataset = dataset,
            Model = model,
            Method = method,
            Profile = Context.Profile.Name,
            Seed = seed,
            ForgetClass = split.Classes is [var one] ? one : null,
            ForgetSet = split.Classes is [_] ? null : split.Name,
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
        var (model, seconds) = Train(run, retrained);
        using (model)
        {
            run.Begin("measuring");
            using var outputs = SplitOutputs.Of(model, split, Precision, MaxRetain);
            var bench = Network(run);
            bench.Keep(retrained, split, outputs);
            var (original, retrain) = bench.References(split, Trainings(run, "retraining"));
            var result = evaluation.Of(model, split, outputs, original, retrain);
            result.Values["samples_read"] = retrained ? split.RetainTrain.Count : Data(cell.Dataset).Train.Count;
            return new()
            {
                Metrics = result.Values,
                Notes = result.Notes,
                Seconds = new() { ["total"] = seconds },
            };
        }
    }

    /// <summary>The trainings that a cell stands on: of the original, and of the network that never saw the class.</summary>
    public IEnumerable<TrainingJob> Needs(Cell cell, bool withRetrained) =>
        ((bool[])[false, .. withRetrained ? (bool[])[true] : []]).Select(retrained => new TrainingJob(
            Trainings(new(cell, new Relay<ExperimentEvent>(static _ => { }), default), "").Kept(retrained),
            cell,
            run => Train(run, retrained).Model.Dispose()
        )
        {
            Images =
                Context.Profile.Recipe(cell.Model, cell.Dataset, Precision).Epochs
                * (retrained ? Split(cell).RetainTrain.Count : Data(cell.Dataset).Train.Count),
        });

    /// <summary>Runs a method on a copy of the original, several times if it is fast, and measures what it left.</summary>
    /// <param name="forget">D_f; a part of it where the method is to see no more.</param>
    public CellResult Unlearned(CellContext run, IUnlearningMethod method, ImageSubset forget, UnlearningEvaluation evaluation)
    {
        var (before, retrain) = Network(run).References(Split(run.Cell), Trainings(run, "retraining"));
        var unlearner = Unlearner(run, method) with
        {
            Forget = forget,
            IsTimed = true,
            Progress = run.Training("unlearning"),
            Begin = run.Begin,
        };
        using var result = unlearner.Run(Original(run), evaluation, before, retrain);
        return new()
        {
            Metrics = result.Metrics,
            Seconds = result.Seconds,
            Notes = [.. result.Remarks, .. result.Notes],
        };
    }

    public Unlearner Unlearner(CellContext run, IUnlearningMethod method) =>
        new(method, Split(run.Cell), Context.Profile.Recipe(run.Cell.Model, run.Cell.Dataset, Precision))
        {
            Seed = run.Seed,
            Cancellation = run.Cancellation,
        };

    /// <summary>The original network of a cell; it belongs to the lab.</summary>
    public Classifier Original(CellContext run) => Network(run).Original;

    /// <summary>The retrained network of a cell, trained now if it is not in the cache; it belongs to the caller.</summary>
    public Classifier Retrained(CellContext run) => Trainings(run, "retraining").Retrained().Model;

    public override void Dispose()
    {
        Forget();
        base.Dispose();
    }

    private (Classifier Model, double Seconds) Train(CellContext run, bool retrained)
    {
        var stage = retrained ? "retraining" : "training the original";
        run.Begin(stage);
        // The original is the same for every class to forget.
        var fresh = IsFresh($"{KeyOf(run.Cell)} {(retrained ? run.Cell.Forgotten : null)}");
        if (fresh && !retrained)
        {
            Forget(); // it is the one of before
        }
        var trained = Trainings(run, stage, fresh);
        return retrained ? trained.Retrained() : trained.Original();
    }

    private TrainedModels Trainings(CellContext run, string stage, bool fresh = false)
    {
        var (cell, data) = (run.Cell, Data(run.Cell.Dataset));
        var recipe = Context.Profile.Recipe(cell.Model, cell.Dataset, Precision);
        return new(data, Split(cell), Context.Profile.Spec(cell.Model, data), recipe, cell.Seed)
        {
            DeviceType = Context.DeviceType,
            Progress = run.Training(stage),
            Cancellation = run.Cancellation,
            Use = run.Use(stage, fresh),
        };
    }

    private NetworkAtHand Network(CellContext run)
    {
        if (network is null || network.Key != KeyOf(run.Cell))
        {
            Forget();
            network = new(KeyOf(run.Cell), Trainings(run, "training the original").Original().Model, Precision, MaxRetain);
        }
        return network;
    }

    private void Forget()
    {
        network?.Dispose();
        network = null;
    }

    private static (string Dataset, string Model, int Seed) KeyOf(Cell cell) => (cell.Dataset, cell.Model, cell.Seed);
}
