using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lethe.Detection.Detectors;
using Lethe.Detection.Evaluation;
using Lethe.Detection.Objectives;
using Lethe.Detection.Training;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Faces.Paired;
using Lethe.Faces.Sets;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Detection.Runs;

/// <summary>What the experiments on detectors share: the data, how one is trained or found in the cache, and how it is measured.</summary>
/// <exception cref="LetheException">The request names something that is not there.</exception>
internal sealed class DetectionLab(RunContext context) : Lab(context)
{
    /// <summary>Of <see cref="ExperimentRequest.Choices"/>: families of forgeries.</summary>
    public const string FamiliesChoice = "families";

    /// <summary>What tells the columns of tables apart, in a cell's settings.</summary>
    public const string FamilyKey = "family";

    public IReadOnlyList<string> Datasets { get; } =
        Choice.Of(context.Request.Datasets, DetectorProfile.AllDatasets, context.Profile.Datasets, "set of faces");

    public IReadOnlyList<string> Models { get; } = DetectorCatalog.All.Chosen(context.Request.Models, context.Profile.Models);

    /// <summary>The runs asked for: three where they take seconds and differ much.</summary>
    public IEnumerable<int> Seeds => Context.Seeds(Context.Profile.Of(1, 3, 3, 3));

    /// <summary>Missing films or tools for one cell are no reason not to compute the others.</summary>
    public override bool IsResult(LetheException failure) => failure.ExitCode is ExitCode.NotFinite or ExitCode.NotFound;

    public override (string Source, bool IsStandIn) DataOf(Cell cell) => (Data(cell.Dataset).Images.Title, Data(cell.Dataset).IsStandIn);

    public DetectionData Data(string dataset) =>
        Shared(dataset, () => DetectionData.Load(dataset, Context.Request.DataDir, Context.Profile == Profile.Smoke, Context.Device));

    /// <summary>The objectives asked for.</summary>
    /// <param name="also">Ways of training that are no single objective.</param>
    /// <exception cref="LetheException">A name is not known.</exception>
    public IReadOnlyList<string> Methods(IReadOnlyList<string> usual, params IReadOnlyList<string> also) =>
        Choice.Of(Context.Request.Methods, [.. ObjectiveCatalog.Names, .. also], usual, "training objective");

    /// <summary>The families asked for; all that the set holds if nothing is said.</summary>
    /// <exception cref="LetheException">The set has no such family.</exception>
    public IReadOnlyList<string> Families(string dataset) =>
        Choice.Of(
            Context.Request.Choice(FamiliesChoice),
            Data(dataset).Families,
            Data(dataset).Families,
            $"family in {Lethe.Data.DatasetCatalog.All.TitleOf(dataset)}:"
        );

    /// <summary>
    /// The networks, seeds, families and sets asked for: a cell for each, with the settings of its data, network and training.
    /// </summary>
    /// <param name="methods">Of each.</param>
    /// <param name="families">Only these; null for all.</param>
    public IEnumerable<Cell> Cells(string experiment, IReadOnlyList<string> methods, Func<string, bool>? families = null) =>
        from dataset in Datasets
        from family in Families(dataset)
        where families?.Invoke(family) is not false
        from seed in Seeds
        from model in Models
        from method in methods
        select Describe(experiment, dataset, family, model, method, seed);

    /// <summary>A cell with the settings of its data, network and training.</summary>
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

    /// <summary>What a detector is trained on here.</summary>
    public IDetectorObjective Objective(Cell cell) => Context.Profile.Objective(cell.Method, cell.Model);

    /// <summary>A detector trained on one family at some qualities: from the cache, or trained now. It is the caller's.</summary>
    /// <param name="qualities">Null for all.</param>
    public (Detector Detector, DetectorTrainingResult Training) Trained(
        CellContext run,
        IDetectorObjective objective,
        IReadOnlyList<string>? qualities = null
    )
    {
        var (cell, data) = (run.Cell, Data(run.Cell.Dataset));
        var images = qualities is null ? data.Images : new PairedQualities(data.Images, qualities);
        var split = data.Of(FamilyOf(cell));
        var training = Training(images, split, FamilyOf(cell), cell.Model);
        var identity = new TrainedDetector(
            training,
            objective.Name,
            objective,
            Hash(images, split.Train),
            Hash(images, split.Validation),
            cell.Seed
        );
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
            $"detector-{training.Network.Architecture}-{objective.Name}",
            identity,
            (detector, checkpoint) =>
            {
                detector.to(Context.Device);
                return new DetectorTrainer(training.Recipe, objective, cell.Seed)
                {
                    CheckpointFile = checkpoint,
                    Reader = data.Reader(run.Cancellation) ?? ReadWhenWanted,
                    Progress = run.Training(
                        $"training {objective.Title}{(qualities is null ? "" : $" on {string.Join(" + ", qualities)}")}"
                    ),
                }.Train(detector, images, split.Train, split.Validation, run.Cancellation);
            },
            IsFresh(string.Join(' ', Settings.Of(identity)))
        );
    }

    /// <summary>What a detector says of test frames at each quality.</summary>
    public DetectorScores Score(CellContext run, Detector detector, IPairedImages images, IReadOnlyList<int> rows) =>
        DetectorEvaluation.Score(
            detector,
            images,
            rows,
            Precision,
            images is FilmSet ? Data(run.Cell.Dataset).Reader(run.Cancellation) : null,
            run.Cancellation
        );

    public static string FamilyOf(Cell cell) => cell.Settings[FamilyKey];

    private DetectorTraining Training(IPairedImages images, PairedSplit split, string family, string model) =>
        new(
            images.Title,
            family,
            images.Qualities,
            split.Train.Count,
            Context.Profile.Spec(model, images.Side),
            Context.Profile.Recipe(model, Precision),
            Context.DeviceType
        );

    private static IEnumerable<(IReadOnlyList<int>, Tensor)> ReadWhenWanted(
        IPairedImages images,
        IEnumerable<IReadOnlyList<int>> batches
    ) => batches.Select(rows => (rows, images.Read(rows)));

    // The frames by name: their positions would change with an unrelated clip.
    private static string Hash(IPairedImages images, IEnumerable<int> rows) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\n',
                        rows.Select(row => images.Frames[row])
                            .Select(static frame => string.Create(CultureInfo.InvariantCulture, $"{frame.Video} {frame.Frame}"))
                    )
                )
            )
        )[..16];
}
