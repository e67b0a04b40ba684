using Lethe.Data;
using Lethe.Detection.Detectors;
using Lethe.Detection.Evaluation;
using Lethe.Detection.Objectives;
using Lethe.Detection.Training;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Faces.Paired;
using Lethe.Faces.Sets;
using Lethe.Training;
using TorchSharp;

namespace Lethe.Detection.Runs;

/// <summary>What the experiments on detectors share: the data, how one is trained or found in the cache, and how it is measured.</summary>
internal sealed class DetectionLab(RunContext context) : Lab(context)
{
    /// <summary>Of <see cref="ExperimentRequest.Choices"/>: families of forgeries.</summary>
    public const string FamiliesChoice = "families";

    internal const string FamilyKey = "family";

    private static readonly string[] Parts = ["baseline", "hsic", "awp-xe", "qad"];

    /// <summary>Where detectors can be trained and tested.</summary>
    public static IReadOnlyList<string> AllDatasets { get; } =
    [FacesSample.Name, "faces-procedural", "faces-lfw", "faceforensics", "celeb-df-v2", "ffiw10k"];

    public IReadOnlyList<string> Datasets { get; } =
        Choice.Of(
            context.Request.Datasets,
            AllDatasets,
            context.Profile.Of<string[]>(
                [FacesSample.Name],
                [FacesSample.Name],
                ["faces-lfw"],
                ["faceforensics", "celeb-df-v2", "ffiw10k"]
            ),
            "set of faces"
        );

    public IReadOnlyList<string> Models { get; } =
        DetectorCatalog.All.Chosen(
            context.Request.Models,
            context.Profile.Of<string[]>(["tiny"], ["tiny"], ["efficientnet-b1"], ["resnet50", "efficientnet-b1"])
        );

    /// <summary>Objectives of the main experiment, if nothing else is asked for.</summary>
    public IReadOnlyList<string> UsualMethods => Context.Profile.Of(Parts, Parts, ["baseline", "qad"], Parts);

    /// <summary>Missing films or tools for one cell are no reason not to compute the others.</summary>
    public override bool IsResult(LetheException failure) => failure.ExitCode is ExitCode.NotFinite or ExitCode.NotFound;

    public override (string Source, bool IsStandIn) DataOf(Cell cell) => (Data(cell.Dataset).Images.Title, Data(cell.Dataset).IsStandIn);

    public DetectionData Data(string dataset) =>
        Shared(dataset, () => DetectionData.Load(dataset, Context.Request.DataDir, Context.Profile == Profile.Smoke, Context.DataDevice));

    /// <param name="also">Ways of training that are no single objective.</param>
    public IReadOnlyList<string> Methods(IReadOnlyList<string> usual, params IReadOnlyList<string> also) =>
        Choice.Of(Context.Request.Methods, [.. ObjectiveCatalog.Names, .. also], usual, "training objective");

    public IReadOnlyList<string> Families(string dataset)
    {
        var all = Data(dataset).Families;
        return Choice.Of(Context.Request.Choice(FamiliesChoice), all, all, $"family in {DatasetCatalog.All.TitleOf(dataset)}:");
    }

    /// <summary>A cell for each network, seed, family and set asked for. Of seeds three if not said, where they take seconds and differ
    /// much.</summary>
    public IEnumerable<Cell> Cells(string experiment, IReadOnlyList<string> methods, Func<string, bool>? families = null) =>
        from dataset in Datasets
        from family in Families(dataset)
        where families?.Invoke(family) is not false
        from seed in Context.Seeds(Context.Profile.Of(1, 3, 3, 3))
        from model in Models
        from method in methods
        select Describe(experiment, dataset, family, model, method, seed);

    public Cell Describe(string experiment, string dataset, string family, string model, string method, int seed) =>
        new Cell
        {
            Experiment = experiment,
            Dataset = dataset,
            Model = model,
            Method = method,
            Profile = Context.Profile.Name,
            Seed = seed,
        }.With(Training(Data(dataset).Images, Data(dataset).Of(family), family, model));

    public IDetectorObjective Objective(Cell cell) => ObjectiveCatalog.All.Get(cell.Method).For(Context.Profile, cell.Model);

    public static string FamilyOf(Cell cell) => cell.Settings[FamilyKey];

    public (IPairedImages Images, IReadOnlyList<int> Rows) Test(Cell cell) =>
        (Data(cell.Dataset).Images, Data(cell.Dataset).Of(FamilyOf(cell)).Test);

    /// <summary>The training of a detector on one family at some qualities, null for all.</summary>
    public TrainingJob Need(Cell cell, IDetectorObjective objective, IReadOnlyList<string>? qualities = null) =>
        new(Wanted(cell, objective, qualities).Kept, cell, run => Trained(run, objective, qualities).Detector.Dispose());

    /// <summary>A detector trained on one family at some qualities, null for all: from the cache, or trained now. It is the
    /// caller's.</summary>
    public (Detector Detector, DetectorTrainingResult Training) Trained(
        CellContext run,
        IDetectorObjective objective,
        IReadOnlyList<string>? qualities = null
    )
    {
        var (cell, data) = (run.Cell, Data(run.Cell.Dataset));
        var (kept, training, images) = Wanted(cell, objective, qualities);
        var split = data.Of(FamilyOf(cell));
        var stage = $"training {objective.Title}{(qualities is null ? "" : $" on {string.Join(" + ", qualities)}")}";
        var cache = new Cache<Detector, DetectorTrainingResult>(
            () =>
            {
                manual_seed(cell.Seed);
                return DetectorCatalog.Create(training.Network);
            },
            (detector, path) =>
            {
                var metadata = ModelFile.Load(detector, path);
                detector.to(Context.Device).eval();
                return metadata;
            },
            static (detector, path, metadata) => ModelFile.Save(detector, path, metadata)
        );
        return cache.Get(
            kept,
            (detector, checkpoint) =>
            {
                detector.to(Context.Device);
                return new DetectorTrainer(training.Recipe, objective, cell.Seed)
                {
                    CheckpointFile = checkpoint,
                    Reader = data.Reader(run.Cancellation) ?? DetectorTrainer.ReadWhenWanted,
                    Progress = run.Training(stage),
                }.Train(detector, images, split.Train, split.Validation, run.Cancellation);
            },
            run.Use(stage, IsFresh(kept.Text))
        );
    }

    public DetectorScores Score(CellContext run, Detector detector, IPairedImages images, IReadOnlyList<int> rows) =>
        DetectorEvaluation.Score(
            detector,
            images,
            rows,
            Precision,
            images is FilmSet ? Data(run.Cell.Dataset).Reader(run.Cancellation) : null,
            run.Cancellation
        );

    /// <summary>Trains a detector, or finds it in the cache, and measures it on one set of frames, asked for when the detector is
    /// there.</summary>
    public CellResult Measured(
        CellContext run,
        IDetectorObjective objective,
        Func<(IPairedImages Images, IReadOnlyList<int> Rows)> test,
        Action<DetectionMeasures, DetectorScores> add
    )
    {
        var (detector, training) = Trained(run, objective);
        using (detector)
        {
            var (images, rows) = test();
            run.Begin("measuring");
            var scores = Score(run, detector, images, rows);
            var measures = new DetectionMeasures();
            add(measures, scores);
            return measures.Result(training, scores);
        }
    }

    private (KeptNetwork Kept, DetectorTraining Training, IPairedImages Images) Wanted(
        Cell cell,
        IDetectorObjective objective,
        IReadOnlyList<string>? qualities
    )
    {
        var data = Data(cell.Dataset);
        var images = qualities is null ? data.Images : new PairedQualities(data.Images, qualities);
        var split = data.Of(FamilyOf(cell));
        var training = Training(images, split, FamilyOf(cell), cell.Model);
        return (
            new(
                $"detector-{training.Network.Architecture}-{objective.Name}",
                TrainedDetector.Of(training, objective, images, split, cell.Seed)
            ),
            training,
            images
        );
    }

    private DetectorTraining Training(IPairedImages images, PairedSplit split, string family, string model) =>
        new(
            images.Title,
            family,
            images.Qualities,
            split.Train.Count,
            new(model, 2, DetectorCatalog.All.Get(model).Width(Context.Profile), Side: images.Side),
            DetectorRecipe.For(Context.Profile, model) with
            {
                Precision = Precision,
            },
            Context.DeviceType
        );
}
