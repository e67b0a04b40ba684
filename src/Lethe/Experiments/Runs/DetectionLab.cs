using Lethe.Detection.Detectors;
using Lethe.Detection.Evaluation;
using Lethe.Detection.Objectives;
using Lethe.Detection.Training;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Faces.Paired;
using Lethe.Faces.Sets;
using Lethe.Runtime;
using Lethe.Training;
using static TorchSharp.torch;

namespace Lethe.Experiments.Runs;

/// <summary>What the experiments on detectors share: the data, how one is trained or found in the cache, and how it is measured.</summary>
internal sealed class DetectionLab : IDisposable
{
    private readonly ExperimentRequest request;
    private readonly Device device;
    private readonly Dictionary<string, DetectionData> loaded = [];
    private readonly HashSet<string> renewed = [];

    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public DetectionLab(ExperimentRequest request)
    {
        this.request = request;
        Profile = DetectionProfile.Get(request.Profile);
        device = Devices.Parse(request.Device);
        Precision = Precisions.Parse(request.Precision, device);
        Seeds = request.Seeds ?? Profile.Seeds;
        if (Seeds < 1)
        {
            throw LetheException.Usage($"--seeds {request.Seeds}: at least one run is needed.");
        }
        Datasets = UnlearningLab.Chosen(request.Datasets, DetectionProfile.AllDatasets, Profile.Datasets, "set of faces");
    }

    public DetectionProfile Profile { get; }

    public Precision Precision { get; }

    public int Seeds { get; }

    public IReadOnlyList<string> Datasets { get; }

    public DetectionData Data(string dataset)
    {
        if (!loaded.TryGetValue(dataset, out var data))
        {
            loaded[dataset] = data = DetectionData.Load(dataset, request.DataDir, Profile.Name is "smoke", device);
        }
        return data;
    }

    /// <summary>The families asked for; all that the set holds if nothing is said.</summary>
    /// <exception cref="LetheException">The set has no such family.</exception>
    public IReadOnlyList<string> Families(string dataset) => UnlearningLab.Chosen(request.Families, Data(dataset).Families, Data(dataset).Families, $"family in {Labels.Of(dataset)}:");

    /// <summary>A cell with the settings of its data, network and training.</summary>
    public Cell Describe(string experiment, string dataset, string family, string model, string method, int seed)
    {
        var (data, recipe) = (Data(dataset), Profile.Recipe(model, Precision));
        var spec = Profile.Spec(model, data.Images.Side);
        return new()
        {
            Experiment = experiment, Dataset = dataset, Model = model, Method = method, Profile = Profile.Name, Seed = seed,
            Settings = Cell.SettingsOf(
                ("data", data.Images.Title), (DetectionTable.FamilyKey, family), ("side", data.Images.Side), ("qualities", string.Join(" ", data.Images.Qualities)), ("train", data.Of(family).Train.Count),
                ("width", spec.Width), ("precision", Precision.Name()), ("device", device.type), ("recipe.epochs", recipe.Epochs), ("recipe.batch", recipe.BatchSize), ("recipe.optimizer", recipe.Optimizer),
                ("recipe.rate", recipe.LearningRate), ("recipe.decay", recipe.WeightDecay), ("recipe.cycle", recipe.Cycle?.ToString() ?? recipe.Schedule.ToString()), ("recipe.head", recipe.HeadOnlyEpochs),
                ("recipe.perturb", recipe.PerturbFrom), ("recipe.flip", recipe.Flip)),
        };
    }

    /// <summary>Where and with what a cell is run.</summary>
    public Provenance ProvenanceOf(Cell cell)
    {
        var data = Data(cell.Dataset);
        return Provenance.Capture(device.ToString(), Precision.Name(), data.Images.Title, data.IsStandIn, Devices.Hardware(device));
    }

    /// <summary>Runs a cell; a failure becomes its record.</summary>
    public RunRecord Record(Cell cell, Func<Provenance, RunRecord> run)
    {
        var provenance = ProvenanceOf(cell);
        using var scope = NewDisposeScope();
        try
        {
            return run(provenance);
        }
        catch (LetheException error) when (error.ExitCode is ExitCode.NotFinite or ExitCode.NotFound)
        {
            return new() { Cell = cell, Provenance = provenance, Status = RunStatus.Failed, Error = error.Message };
        }
    }

    /// <summary>A detector trained on one family at some qualities: from the cache, or trained now. It is the caller's.</summary>
    /// <param name="qualities">Null for all.</param>
    public (Detector Detector, DetectorTrainingResult Training) Trained(Cell cell, IDetectorObjective objective, IReadOnlyList<string>? qualities, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var data = Data(cell.Dataset);
        var images = qualities is null ? data.Images : new PairedQualities(data.Images, qualities);
        var stage = $"training {objective.Title}{(qualities is null ? "" : $" on {string.Join(" + ", qualities)}")}";
        var trained = new TrainedDetectors(images, data.Of(FamilyOf(cell)), Profile.Spec(cell.Model, data.Images.Side), Profile.Recipe(cell.Model, Precision), cell.Seed, device)
        {
            Progress = new Relay(cell, stage, progress), Reader = data.Reader(cancellation),
        };
        // Asked to compute again, a training is repeated once, not for every cell that stands on it.
        var fresh = request.Force && renewed.Add($"{cell.Dataset} {FamilyOf(cell)} {cell.Model} {cell.Seed} {stage} {string.Join(' ', ObjectiveCatalog.Describe(objective))}");
        return trained.Get(objective, fresh, cancellation);
    }

    /// <summary>What a detector says of test frames at each quality.</summary>
    public DetectorScores Score(Cell cell, Detector detector, IPairedImages images, IReadOnlyList<int> rows, CancellationToken cancellation) =>
        DetectorEvaluation.Score(detector, images, rows, Precision, images is PairedDisk ? Data(cell.Dataset).Reader(cancellation) : null, cancellation);

    public static string FamilyOf(Cell cell) => cell.Settings[DetectionTable.FamilyKey];

    public void Dispose()
    {
        foreach (var data in loaded.Values)
        {
            data.Dispose();
        }
    }

    private sealed class Relay(Cell cell, string stage, IProgress<ExperimentEvent> target) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => target.Report(new CellTraining(cell, stage, value));
    }
}
