using Lethe.Data;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Metrics;
using Lethe.Training;
using TorchSharp;

namespace Lethe.Erasing.Runs;

/// <summary>
/// Makes what the experiments on erasing stand on: the small text-to-image model, and two judges of different seeds, one that detects and
/// gives features, one that scores. A training that is killed goes on where it was.
/// </summary>
public sealed class FashionMaking
{
    /// <summary>In the records.</summary>
    public const string Experiment = "fashion-diffusion";

    private static readonly string[] Names = [FashionDiffusion.Name, FashionWorld.DetectorName, FashionWorld.ScorerName];

    private readonly string folder;
    private readonly string? dataDir;
    private readonly Device device;
    private readonly DiffusionRecipe recipe;
    private readonly TrainingRecipe judging;
    private readonly bool isSmoke;

    // Pictures that the finished model is measured on, of each class.
    private readonly int measured;

    /// <param name="folder">Where the files go, and what a killed training goes on from.</param>
    /// <param name="profile">smoke for a few steps on the embedded sample; else the whole data set.</param>
    public FashionMaking(string folder, string profile, int seed, string? dataDir, string device)
    {
        isSmoke = Profile.Get(profile) == Profile.Smoke;
        (this.folder, this.dataDir, this.device) = (folder, dataDir, Devices.Parse(device));
        measured = isSmoke ? 10 : 200;
        recipe = isSmoke ? DiffusionRecipe.Full with { Steps = 20, Batch = 8 } : DiffusionRecipe.Full;
        judging = new()
        {
            Epochs = isSmoke ? 1 : 8,
            BatchSize = 128,
            Optimizer = OptimizerKind.Adam,
            LearningRate = 3e-3,
            WeightDecay = 0,
            Schedule = Schedule.OneCycle,
            Augmentation = Augmentation.None,
        };
        Cell = new Cell
        {
            Experiment = Experiment,
            Dataset = isSmoke ? FashionMnist.SampleName : FashionMnist.Name,
            Model = FashionDiffusion.Name,
            Method = "ddpm",
            Profile = profile,
            Seed = seed,
        }
            .With("recipe", recipe)
            .With("judges", judging)
            .With("device", this.device.type)
            .With("sampler", Sampler.SmallMeasured)
            .With("measured", measured);
    }

    public Cell Cell { get; }

    /// <summary>True if the folder holds what a training that was killed goes on from.</summary>
    public bool IsUnfinished => Names.Any(name => File.Exists(CheckpointOf(name)));

    /// <summary>
    /// Trains, measures, and writes <c>fashion.safetensors</c>, <c>detector.safetensors</c> and <c>scorer.safetensors</c>. Call
    /// <see cref="Finish"/> when the record is written too.
    /// </summary>
    public RunRecord Make(IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var padded = isSmoke ? DatasetCatalog.Load(Cell.Dataset).Slice(500) : DatasetCatalog.Load(Cell.Dataset, new(dataDir));
        using var train = FashionPictures.Cut(padded.Train).To(device);
        using var test = FashionPictures.Cut(padded.Test).To(device);
        var provenance = Provenance.Capture(
            device.ToString(),
            Precision.Float32.Name(),
            padded.Provenance,
            padded.IsStandIn,
            Devices.Hardware(device)
        );
        LetheHome.Ensure(folder);
        using var detector = Judge(FashionWorld.DetectorName, Cell.Seed, train, progress, cancellation);
        using var scorer = Judge(FashionWorld.ScorerName, Cell.Seed + 1, train, progress, cancellation);
        using var model = Model(train, progress, cancellation, out var losses, out var seconds);
        progress.Report(new CellStage(Cell, "measuring"));
        var pictures = FashionPictures.Scaled(test);
        var record = new RunRecord
        {
            Cell = Cell,
            Provenance = provenance,
            Metrics = new(StringComparer.Ordinal)
            {
                ["detector.accuracy"] = Percent(detector, pictures, test.Labels),
                ["scorer.accuracy"] = Percent(scorer, pictures, test.Labels),
                ["steps"] = recipe.Steps,
                ["loss"] = losses.TakeLast(100).Average(),
                ["step.seconds"] = seconds / Math.Max(1, recipe.Steps),
            },
            Seconds = new(StringComparer.Ordinal) { ["total"] = seconds },
            Arrays = new Dictionary<string, FigureArray>
            {
                ["losses"] = new([.. losses.Select(static loss => (float)loss)], [losses.Count]),
            },
        };
        Recognise(model, detector, scorer, pictures, record.Metrics, cancellation);
        FashionDiffusion.Save(model, PathOf(FashionDiffusion.Name));
        ModelFile.Save(detector, PathOf(FashionWorld.DetectorName));
        ModelFile.Save(scorer, PathOf(FashionWorld.ScorerName));
        return record;
    }

    /// <summary>Called when files and record are safe: there is nothing left to go on from.</summary>
    public void Finish() => Array.ForEach(Names, name => File.Delete(CheckpointOf(name)));

    private string PathOf(string name) => Path.Combine(folder, $"{name}.safetensors");

    private string CheckpointOf(string name) => $"{PathOf(name)}.part";

    private FashionJudge Judge(
        string name,
        int seed,
        ImageDataset train,
        IProgress<ExperimentEvent> progress,
        CancellationToken cancellation
    )
    {
        manual_seed(seed);
        var judge = new FashionJudge();
        judge.to(device);
        new Trainer(judging, seed)
        {
            CheckpointFile = CheckpointOf(name),
            Progress = new Relay<TrainingProgress>(value => progress.Report(new CellTraining(Cell, $"training the {name}", value))),
        }.Train(judge, train.All(), cancellation);
        return judge;
    }

    private DiffusionModel Model(
        ImageDataset train,
        IProgress<ExperimentEvent> progress,
        CancellationToken cancellation,
        out IReadOnlyList<double> losses,
        out double seconds
    )
    {
        const int Epoch = 100; // steps, of which a few are told
        var images = FashionPictures.Scaled(train);
        manual_seed(Cell.Seed);
        var model = FashionDiffusion.Create(HaarCodec.Of(images)).To(device);
        using var labels = train.Labels.cpu();
        (losses, seconds) = new DiffusionTrainer(recipe, Cell.Seed)
        {
            CheckpointFile = CheckpointOf(FashionDiffusion.Name),
            Progress = new Relay<ErasingProgress>(at =>
            {
                if (at.Iteration % (Epoch / 10) == 0 || at.Iteration == at.Iterations)
                {
                    var epochs = at.InEpochs(Epoch, recipe.RateAt(at.Iteration - 1), recipe.Batch);
                    progress.Report(new CellTraining(Cell, "training the model", epochs));
                }
            }),
        }.Train(model, images, [.. labels.data<long>().Select(static label => (int)label)], cancellation);
        return model;
    }

    // How often a sample is taken for what its prompt names, and how far the samples are from the test pictures.
    private void Recognise(
        DiffusionModel model,
        FashionJudge detector,
        FashionJudge scorer,
        Tensor test,
        SortedDictionary<string, double> metrics,
        CancellationToken cancellation
    )
    {
        var (sampler, features) = (Sampler.SmallMeasured, new List<Tensor>());
        double all = 0,
            scored = 0;
        foreach (var (label, name) in FashionPrompts.Names.Index())
        {
            string[] prompts = [.. Enumerable.Repeat(name, measured)];
            long[] seeds = [.. Enumerable.Range(0, measured).Select(i => FashionWorld.SeedOf(label, i))];
            var pictures = FashionWorld.Sample(model, null, prompts, seeds, sampler.Steps, sampler.Scale, cancellation);
            metrics[$"recognised.{name}"] = Percent(detector, pictures, label);
            all += metrics[$"recognised.{name}"] / 10;
            scored += Percent(scorer, pictures, label) / 10;
            features.Add(FashionWorld.FeaturesOf(detector, pictures));
        }
        (metrics["recognised"], metrics["recognised.by.scorer"]) = (all, scored);
        metrics["fd64"] = FrechetDistance.Of(cat(features), FashionWorld.FeaturesOf(detector, test));
    }

    // Of pictures that are taken for what they show.
    private static double Percent(FashionJudge judge, Tensor pictures, Tensor labels)
    {
        using var scope = NewDisposeScope();
        return FashionMeasures.Percent(judge.Probabilities(pictures).argmax(1).eq(labels));
    }
}
