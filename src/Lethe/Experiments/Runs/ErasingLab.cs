using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Methods;
using Lethe.Experiments.Records;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Experiments.Runs;

/// <summary>What the experiments on erasing share: a subject, how it is erased or found in the cache, and the pictures it is measured on.</summary>
internal sealed class ErasingLab : IDisposable
{
    public const string Original = "original";

    // Between two words on pictures that are being drawn.
    private const double SecondsBetween = 20;

    private readonly ExperimentRequest request;
    private readonly Device device;
    private readonly Precision precision;
    private readonly Lazy<ErasedModels> erased;
    private readonly HashSet<string> renewed = [];
    private readonly Dictionary<int, ErasingPictures> originals = []; // by seed

    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public ErasingLab(ExperimentRequest request)
    {
        this.request = request;
        Profile = ErasingProfile.Get(request.Profile, request.StableDiffusion is not null);
        device = Devices.Parse(request.Device);
        // The fastest would not do here: which arithmetic erased a network would depend on the machine.
        precision = request.Precision == "auto" ? Precision.Float32 : Precisions.Parse(request.Precision, device);
        Seeds = request.Seeds ?? Profile.Seeds;
        if (Seeds < 1)
        {
            throw LetheException.Usage($"--seeds {request.Seeds}: at least one run is needed.");
        }
        Subject = request.StableDiffusion is null ? new FashionSubject(request, Profile, device, precision) : new StableDiffusionSubject(request, Profile, device, precision);
        erased = new(() => new(Model, Subject.Fingerprint, device));
    }

    public ErasingProfile Profile { get; }

    public int Seeds { get; }

    public IErasingSubject Subject { get; }

    public DiffusionModel Model => Subject.Diffusion;

    public Device Device => device;

    /// <summary>The original and the methods asked for.</summary>
    public IReadOnlyList<string> Methods(IReadOnlyList<string> fallback) => UnlearningLab.Chosen(request.Methods, [Original, .. ErasingCatalog.Names], fallback, "erasing method");

    /// <summary>A method as the profile runs it; null for the original.</summary>
    public IErasingMethod? MethodOf(string name) => name == Original ? null : Profile.Method(name);

    /// <summary>A cell with the settings of model, method and recipe.</summary>
    /// <param name="method">Null for the original.</param>
    /// <param name="recipe">Null for the profile's.</param>
    public Cell Describe(string experiment, IErasingMethod? method, int seed, ErasingRecipe? recipe = null)
    {
        var cell = new Cell
        {
            Experiment = experiment, Dataset = Subject.Dataset, Model = Subject.Model, Method = method?.Name ?? Original, Profile = Profile.Name, Seed = seed, ForgetClass = Subject.ForgetClass,
            Settings = Cell.SettingsOf(("model", Subject.Fingerprint), ("device", device.type), ("sampler.steps", Profile.SamplerSteps), ("sampler.scale", Profile.SamplerScale)),
        };
        cell = Subject.Settings.Aggregate(cell, static (cell, setting) => cell.With(setting.Key, setting.Value));
        cell = precision == Precision.Float32 ? cell : cell.With("precision", precision.Name());
        if (method is null)
        {
            return cell;
        }
        recipe ??= Profile.Recipe(method);
        cell = cell.With("instead", Subject.Instead).With("recipe.iterations", recipe.Iterations).With("recipe.rate", recipe.LearningRate).With("recipe.batch", recipe.Batch).With("recipe.decay", recipe.WeightDecay)
            .With("recipe.clip", recipe.ClipNorm).With("recipe.average", recipe.Average).With("recipe.group", recipe.Group).With("recipe.sampler", recipe.SamplerSteps).With("recipe.scale", recipe.SamplerScale);
        return ErasingCatalog.Describe(method).Aggregate(cell, static (cell, setting) => cell.With($"method.{setting.Key}", setting.Value));
    }

    /// <summary>Runs a cell; a failure becomes its record.</summary>
    public RunRecord Record(Cell cell, Func<Provenance, RunRecord> run)
    {
        var provenance = Provenance.Capture(device.ToString(), precision.Name(), Subject.Data.Source, Subject.Data.IsStandIn, Devices.Hardware(device));
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

    /// <summary>The network after erasing: from the cache, or made now. It is the caller's.</summary>
    /// <param name="checkpoint">Sees the network on its way; it is then made now.</param>
    public (UNet2DCondition Student, double Seconds) Erased(Cell cell, IErasingMethod method, IProgress<ExperimentEvent> progress, CancellationToken cancellation, ErasingRecipe? recipe = null, Action<int, UNet2DCondition>? checkpoint = null, int every = 10)
    {
        progress.Report(new CellStage(cell, $"erasing: {method.Title}"));
        var used = recipe ?? Profile.Recipe(method);
        ErasingMemory.RequireTraining(Model, method, used);
        var fresh = checkpoint is not null || (request.Force && renewed.Add($"{method} {recipe} {cell.Seed}"));
        return erased.Value.Get(method, student => new(Model, student, Subject.Concept, Subject.Instead)
        {
            Prompts = Subject.Phrasings, Recipe = used, Seed = cell.Seed, Cancellation = cancellation, Checkpoint = checkpoint, Every = every,
            Progress = new Relay(value => progress.Report(new CellTraining(cell, $"erasing: {method.Title}", AsTraining(value, used)))),
        }, fresh);
    }

    /// <summary>Pictures of the erased concept in every phrasing, and of what should stay; the same seeds whatever network draws them.</summary>
    /// <param name="unet">Null for the original.</param>
    public ErasingPictures Pictures(Cell cell, UNet2DCondition? unet, int ofErased, int ofKept, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var (prompts, clock) = (Subject.Prompts(cell.Seed, ofErased, ofKept), System.Diagnostics.Stopwatch.StartNew());
        return new(Subject.Draw(unet, prompts.Texts, prompts.Seeds, Drawn, cancellation), prompts);

        void Drawn(int done)
        {
            if (clock.Elapsed.TotalSeconds > SecondsBetween && done < prompts.Seeds.Count)
            {
                progress.Report(new CellStage(cell, $"drawing pictures: {done} of {prompts.Seeds.Count}"));
                clock.Restart();
            }
        }
    }

    /// <summary>The original's, drawn once for all methods.</summary>
    public ErasingPictures OriginalPictures(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        if (!originals.TryGetValue(cell.Seed, out var pictures))
        {
            originals[cell.Seed] = pictures = Pictures(cell, null, Profile.Erased, Profile.Kept, progress, cancellation);
            pictures.Images.DetachFromDisposeScope();
        }
        return pictures;
    }

    /// <summary>How far what a network says without a prompt has moved.</summary>
    public double Drift(UNet2DCondition student, CancellationToken cancellation) => NullDrift.Of(Model, student, DriftSeeds, Profile.SamplerSteps, cancellation);

    /// <summary>Pictures as a record keeps them.</summary>
    /// <param name="leading">The first dimensions, where they are more than how many there are.</param>
    public static FigureArray Array(Tensor shown, params IEnumerable<long> leading)
    {
        long[] first = [.. leading];
        return new(shown.data<float>().ToArray(), [.. first.Length > 0 ? first : [shown.shape[0]], .. shown.shape.Skip(1)]);
    }

    public void Dispose()
    {
        foreach (var pictures in originals.Values)
        {
            pictures.Images.Dispose();
        }
        Subject.Dispose();
    }

    // Paths along which the drift is measured.
    private IReadOnlyList<long> DriftSeeds => [.. Enumerable.Range(0, Profile.IsLarge ? 4 : 32).Select(static i => (7L << 40) + i)];

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
