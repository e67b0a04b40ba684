using Lethe.Data;
using Lethe.Erasing;
using Lethe.Metrics;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Experiments;

/// <summary>What the experiments on erasing share: the small model, how it is erased or found in the cache, and the pictures it is measured on.</summary>
internal sealed class ErasingLab : IDisposable
{
    public const string Original = "original";

    // Kept well away from each other: a run's pictures are no other run's.
    private const int PicturesOfSeed = 1 << 14;

    private readonly ExperimentRequest request;
    private readonly Device device;
    private readonly Precision precision;
    private readonly Lazy<FashionWorld> world;
    private readonly Lazy<ErasedModels> erased;
    private readonly HashSet<string> renewed = [];
    private readonly Dictionary<int, ErasingPictures> originals = []; // by seed
    private readonly string fingerprint = FashionWorld.Fingerprint();
    private DatasetPair? data;
    private Tensor? real;

    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public ErasingLab(ExperimentRequest request)
    {
        this.request = request;
        Profile = ErasingProfile.Get(request.Profile);
        device = Devices.Parse(request.Device);
        // The fastest would not do here: which arithmetic erased a network would depend on the machine.
        precision = request.Precision == "auto" ? Precision.Float32 : Precisions.Parse(request.Precision, device);
        Seeds = request.Seeds ?? Profile.Seeds;
        if (Seeds < 1)
        {
            throw LetheException.Usage($"--seeds {request.Seeds}: at least one run is needed.");
        }
        Dataset = UnlearningLab.Chosen(request.Datasets, [FashionMnist.SampleName, FashionMnist.Name], [Profile.Data], "data set for erasing")[0];
        UnlearningLab.Chosen(request.Models, [FashionDiffusion.Name], [FashionDiffusion.Name], "text-to-image model");
        world = new(() =>
        {
            var opened = FashionWorld.Open(device);
            opened.Model.UNet.Precision = precision;
            return opened;
        });
        erased = new(() => new(World.Model, fingerprint, device));
    }

    public ErasingProfile Profile { get; }

    public int Seeds { get; }

    public string Dataset { get; }

    public FashionWorld World => world.Value;

    public Device Device => device;

    /// <summary>The original and the methods asked for.</summary>
    public IReadOnlyList<string> Methods(IReadOnlyList<string> fallback) => UnlearningLab.Chosen(request.Methods, [Original, .. ErasingCatalog.Names], fallback, "erasing method");

    /// <summary>A cell with the settings of model, method and recipe.</summary>
    /// <param name="method">Null for the original.</param>
    /// <param name="recipe">Null for the profile's.</param>
    public Cell Describe(string experiment, IErasingMethod? method, int seed, ErasingRecipe? recipe = null)
    {
        var cell = new Cell
        {
            Experiment = experiment, Dataset = Dataset, Model = FashionDiffusion.Name, Method = method?.Name ?? Original, Profile = Profile.Name, Seed = seed, ForgetClass = FashionPrompts.ClassOf(ErasingProfile.Concept),
            Settings = Cell.SettingsOf(("model", fingerprint), ("device", device.type), ("sampler.steps", Profile.SamplerSteps), ("sampler.scale", ErasingProfile.Scale)),
        };
        cell = precision == Precision.Float32 ? cell : cell.With("precision", precision.Name());
        if (method is null)
        {
            return cell;
        }
        recipe ??= Profile.Recipe(method);
        cell = cell.With("instead", ErasingProfile.Instead).With("recipe.iterations", recipe.Iterations).With("recipe.rate", recipe.LearningRate).With("recipe.batch", recipe.Batch).With("recipe.decay", recipe.WeightDecay)
            .With("recipe.clip", recipe.ClipNorm).With("recipe.average", recipe.Average).With("recipe.group", recipe.Group).With("recipe.sampler", recipe.SamplerSteps).With("recipe.scale", recipe.SamplerScale);
        return ErasingCatalog.Describe(method).Aggregate(cell, static (cell, setting) => cell.With($"method.{setting.Key}", setting.Value));
    }

    /// <summary>Runs a cell; a failure becomes its record.</summary>
    public RunRecord Record(Cell cell, Func<Provenance, RunRecord> run)
    {
        var provenance = Provenance.Capture(device.ToString(), precision.Name(), Data.Provenance, Data.IsStandIn, Devices.Hardware(device));
        using var scope = NewDisposeScope();
        try
        {
            return run(provenance);
        }
        catch (LetheException error) when (error.ExitCode is ExitCode.NotFinite)
        {
            return new() { Cell = cell, Provenance = provenance, Status = RunStatus.Failed, Error = error.Message };
        }
    }

    /// <summary>The network after erasing: from the cache, or made now. It is the caller's. The original's for no method.</summary>
    /// <param name="checkpoint">Sees the network on its way; it is then made now.</param>
    public (UNet2DCondition Student, double Seconds) Erased(Cell cell, IErasingMethod? method, IProgress<ExperimentEvent> progress, CancellationToken cancellation, ErasingRecipe? recipe = null, Action<int, UNet2DCondition>? checkpoint = null, int every = 10)
    {
        if (method is null)
        {
            var copy = World.Model.UNet.Copy();
            copy.to(device);
            return (copy, 0);
        }
        progress.Report(new CellStage(cell, $"erasing: {method.Title}"));
        var fresh = checkpoint is not null || (request.Force && renewed.Add($"{method} {recipe} {cell.Seed}"));
        return erased.Value.Get(method, student => new(World.Model, student, ErasingProfile.Concept, ErasingProfile.Instead)
        {
            Prompts = [.. FashionPrompts.Of(ErasingProfile.Concept).Zip(FashionPrompts.Of(ErasingProfile.Instead))],
            Recipe = recipe ?? Profile.Recipe(method), Seed = cell.Seed, Cancellation = cancellation, Checkpoint = checkpoint, Every = every,
            Progress = new Relay(value => progress.Report(new CellTraining(cell, $"erasing: {method.Title}", AsTraining(value, recipe ?? Profile.Recipe(method))))),
        }, fresh);
    }

    /// <summary>Pictures of the erased concept in every phrasing, and of the other classes; the same seeds whatever network draws them.</summary>
    /// <param name="unet">Null for the original.</param>
    public ErasingPictures Pictures(UNet2DCondition? unet, int seed, int ofErased, int ofEachOther, CancellationToken cancellation)
    {
        var (prompts, labels, seeds) = (new List<string>(), new List<int>(), new List<long>());
        var concept = FashionPrompts.ClassOf(ErasingProfile.Concept);
        foreach (var (label, name) in FashionPrompts.Names.Index().OrderBy(pair => pair.Index != concept))
        {
            var phrasings = FashionPrompts.Of(name);
            for (var i = 0; i < (label == concept ? ofErased : ofEachOther); i++)
            {
                prompts.Add(phrasings[i % phrasings.Count]);
                labels.Add(label);
                seeds.Add(FashionWorld.SeedOf(label, (seed * PicturesOfSeed) + i));
            }
        }
        return new(FashionWorld.Sample(World.Model, unet, prompts, seeds, Profile.SamplerSteps, ErasingProfile.Scale, cancellation), labels, ofErased);
    }

    /// <summary>The original's, drawn once for all methods.</summary>
    public ErasingPictures OriginalPictures(int seed, CancellationToken cancellation)
    {
        if (!originals.TryGetValue(seed, out var pictures))
        {
            originals[seed] = pictures = Pictures(null, seed, Profile.Erased, Profile.Kept, cancellation);
            pictures.Images.DetachFromDisposeScope();
        }
        return pictures;
    }

    /// <summary>The detector's features of test pictures that do not show the erased concept.</summary>
    /// <returns>N x 64.</returns>
    public Tensor RealFeatures()
    {
        if (real is null)
        {
            using var scope = NewDisposeScope();
            using var test = FashionPictures.Cut(Data.Test).To(device);
            var images = FashionPictures.Scaled(test);
            real = FashionWorld.FeaturesOf(World.Detector, images.index_select(0, test.Labels.ne(FashionPrompts.ClassOf(ErasingProfile.Concept)).nonzero().squeeze(1))).DetachFromDisposeScope();
        }
        return real;
    }

    /// <summary>Test pictures of a class, the first ones.</summary>
    /// <returns>N x 1 x 28 x 28, -1 to 1, on the device.</returns>
    public Tensor RealPictures(int label, int from, int count, bool ofTraining = false)
    {
        using var scope = NewDisposeScope();
        using var cut = FashionPictures.Cut(ofTraining ? Data.Train : Data.Test).To(device);
        return FashionPictures.Scaled(cut).index_select(0, cut.Labels.eq(label).nonzero().squeeze(1).narrow(0, from, count)).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var pictures in originals.Values)
        {
            pictures.Images.Dispose();
        }
        real?.Dispose();
        data?.Dispose();
        if (world.IsValueCreated)
        {
            World.Dispose();
        }
    }

    private DatasetPair Data => data ??= DatasetCatalog.Load(Dataset, new DataOptions(request.DataDir));

    // As epochs of ten iterations.
    private static TrainingProgress AsTraining(ErasingProgress value, ErasingRecipe recipe)
    {
        const int Epoch = 10;
        var left = TimeSpan.FromSeconds(value.Seconds / value.Iteration * (value.Iterations - value.Iteration));
        return new(((value.Iteration - 1) / Epoch) + 1, (value.Iterations + Epoch - 1) / Epoch, ((value.Iteration - 1) % Epoch) + 1, Epoch, value.Loss, double.NaN, recipe.LearningRate,
            value.Iteration * recipe.Batch / value.Seconds, DisposeScopeManager.Statistics.ThreadTotalLiveCount, left);
    }

    private sealed class Relay(Action<ErasingProgress> told) : IProgress<ErasingProgress>
    {
        public void Report(ErasingProgress value) => told(value);
    }
}
