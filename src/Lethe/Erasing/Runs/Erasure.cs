using System.Diagnostics;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Judges;
using Lethe.Erasing.Reports;
using Lethe.Experiments.Records;

namespace Lethe.Erasing.Runs;

/// <summary>Erases a concept from a model, writes the difference of the weights, and measures what that file does to the model: the same
/// prompts from the same noise, before and after.</summary>
public sealed class Erasure : IDisposable
{
    // Most methods have done what they can to the small model by then; its weights move a thousand times faster than Stable Diffusion's.
    private const int SmallIterations = 60;

    private const int ShownSeeds = 4;

    private readonly OpenedModel opened;
    private readonly ErasingTask task;
    private readonly IErasingMethod method;
    private readonly ErasingRecipe recipe;
    private readonly IReadOnlyList<MeasuredPrompt> prompts;
    private readonly bool keepsOwnPrompts;

    /// <param name="opened">Stays the caller's.</param>
    /// <param name="keep">Prompts that should stay what they are; none for the kit's own.</param>
    /// <exception cref="LetheException">It cannot be done: words that the model does not know, prompts that are not measured, not enough
    /// memory, a broken judge. Nothing is written.</exception>
    public Erasure(
        OpenedModel opened,
        ConceptPair pair,
        IErasingMethod method,
        ErasingRecipe recipe,
        IReadOnlyList<string> keep,
        int seed,
        string checkpoint
    )
    {
        (this.opened, this.method, this.recipe) = (opened, method, recipe);
        keepsOwnPrompts = !IsSmall && keep.Count == 0;
        prompts =
            !IsSmall ? MeasuredPrompt.Of(pair.Concept, pair.Instead, keepsOwnPrompts ? MeasuredPrompt.Everyday : keep)
            : keep.Count == 0 ? MeasuredPrompt.OfFashion(pair.Concept, pair.Instead)
            : throw LetheException.Usage("Every class of the small model is measured; --keep is for other models. Leave it out.");
        ErasingMemory.RequireTraining(opened.Model, method, recipe);
        if (!IsSmall)
        {
            PictureJudges.Open().Dispose(); // a broken one is refused now, not after hours; none takes memory while the network is trained
        }
        task = new(opened.Model, opened.Model.UNet.Copy(), pair.Concept, pair.Instead)
        {
            Recipe = recipe,
            Seed = seed,
            Prompts = FashionPrompts.Pairs(pair.Concept, pair.Instead),
            CheckpointFile = recipe.Iterations > 0 ? checkpoint : null,
        };
        try
        {
            task.Checked();
            Numbers = ParameterGroup.Get(recipe.Group).Of(task.Student).Values.Sum(static weight => weight.numel());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Of each prompt.</summary>
    public int? Images { get; init; }

    /// <summary>Of the sampler that draws them.</summary>
    public int? Steps { get; init; }

    public IProgress<ErasureStep>? Progress { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>What is written beside the difference besides what was erased from what, how, and by which build.</summary>
    public IReadOnlyDictionary<string, string> About { get; init; } = new Dictionary<string, string>();

    private bool IsSmall => opened.World is not null;

    private long Numbers { get; }

    /// <summary>A method's recipe as it is run here.</summary>
    /// <param name="iterations">Null for the method's own, at most 60 for the small model.</param>
    public static ErasingRecipe RecipeOf(ErasingRecipe own, OpenedModel opened, int? iterations, string? group)
    {
        var asked = own with { Iterations = iterations ?? own.Iterations, Group = group ?? own.Group };
        return opened.World is null ? asked
            : iterations is { } count ? own.ForSmall(count) with { Iterations = count, Group = asked.Group }
            : asked.ForSmall(SmallIterations);
    }

    public (int Step, bool IsOwn)? Found() => task.Found(method);

    /// <param name="path">Of the difference.</param>
    /// <param name="done">Iterations that an earlier run did.</param>
    public ErasureResult Run(string path, int done)
    {
        var provenance = Provenance.Capture(
            opened.Model.Device.ToString(),
            opened.Model.UNet.Precision.Name(),
            opened.Title,
            isStandIn: false,
            Devices.Hardware(opened.Model.Device)
        );
        using var scope = NewDisposeScope();
        var seconds = Erase(path, done, provenance);
        Dispose(); // a large network is not kept a third time
        var clock = Stopwatch.StartNew();
        using var judges = IsSmall ? null : PictureJudges.Open(device: opened.Model.Device);
        var usual = IsSmall ? Sampler.Small : Sampler.StableDiffusion;
        var sampler = usual with { Steps = Steps ?? usual.Steps };
        var (measures, columns) = Measure(path, sampler, judges);
        return new()
        {
            Model = opened.Title,
            ModelName = opened.Name,
            Pair = new(task.Concept, task.Instead),
            Method = method,
            Recipe = recipe,
            Seed = task.Seed,
            Measures = measures,
            Grid = BeforeAfterGrid.Png(columns),
            Sampler = sampler,
            KeepsOwnPrompts = keepsOwnPrompts,
            MissingJudges = judges?.Missing ?? [],
            ErasingSeconds = seconds,
            MeasuringSeconds = clock.Elapsed.TotalSeconds,
            Provenance = provenance,
            Numbers = Numbers,
            AllNumbers = opened.Model.UNet.Numbers,
            Bytes = new FileInfo(path).Length,
        };
    }

    public void Dispose() => task.Student.Dispose();

    private double Erase(string path, int done, Provenance provenance)
    {
        var all = recipe.Iterations;
        var stage =
            all == 0
                ? $"solving for '{task.Concept}'"
                : $"erasing '{task.Concept}', {all} iterations{(done > 0 ? $"; {done} are done already" : "")}";
        void Tell(int at, string detail = "") => Progress?.Report(new(stage, at, all, detail));
        Tell(done);
        var running = task with
        {
            Cancellation = Cancellation,
            Preparing = (step, steps) => Tell(done, $"drawing what it learns from, step {step} of {steps}"),
            Progress = new Relay<ErasingProgress>(at => Tell(at.Iteration, FormattableString.Invariant($"loss {at.Loss:F4}"))),
        };
        var seconds = running.Run(method);
        Delta.Save(
            opened.Model.UNet,
            task.Student,
            path,
            new Dictionary<string, string>(About)
            {
                ["concept"] = task.Concept,
                ["instead"] = task.Instead,
                ["model"] = Path.GetFileName(Path.TrimEndingDirectorySeparator(opened.Name)),
                ["method"] = method.Name,
                ["seed"] = task.Seed.ToString(CultureInfo.InvariantCulture),
                ["lethe"] = provenance.LetheVersion,
                ["commit"] = provenance.Commit,
            }
        );
        return seconds;
    }

    private (ErasureMeasures Measures, IReadOnlyList<ShownPictures> Columns) Measure(string path, Sampler sampler, PictureJudges? judges)
    {
        var images = Images ?? (IsSmall ? 24 : 2);
        var (drawn, total) = (0, 2 * images * prompts.Count);
        void Tell(int at) =>
            Progress?.Report(new($"drawing {total} pictures, {images} of each of {prompts.Count} prompts, before and after", at, total));
        Tell(0);
        // What is measured is what the file gives, to the last bit.
        using var erased = opened.Model.UNet.Copy();
        Delta.Apply(erased, path);
        erased.eval();
        var shown = new List<ShownPictures>();
        var measures = new ErasureMeter(opened.Model, opened.World?.Detector)
        {
            Pictures = images,
            Sampler = sampler,
            DriftPaths = ErasingSizes.DriftPathsOf(!IsSmall),
            Judges = judges,
            Drifting = () => Progress?.Report(new("measuring what the network says without a prompt", 0, 0)),
            Drawn = more => Tell(drawn += more),
            Seen = pictures => shown.Add(ShownPictures.Of(pictures, ShownSeeds)),
        }.Measure(erased, prompts, Cancellation);
        return (measures, ShownPictures.Chosen(shown, measures));
    }
}
