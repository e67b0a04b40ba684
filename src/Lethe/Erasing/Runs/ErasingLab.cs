using System.Diagnostics;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Methods;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Erasing.Runs;

/// <summary>What the experiments on erasing share: a subject, how it is erased or found in the cache, and the pictures it is measured
/// on.</summary>
internal sealed class ErasingLab : Lab
{
    // Between two words on pictures that are being drawn.
    private const double SecondsBetween = 20;

    private readonly Dictionary<(int Seed, PictureCounts), ErasingPictures> originals = [];

    public ErasingLab(RunContext context)
        : base(context, Precision.Float32) // the fastest would not do: which arithmetic erased a network would depend on the machine
    {
        var about = context.Request.About as StableDiffusionRequest;
        Sizes = ErasingSizes.Get(context.Profile, about is not null);
        Subject = Keep<IErasingSubject>(
            about is null ? new FashionSubject(context, Sizes, Precision) : new StableDiffusionSubject(about, context, Sizes, Precision)
        );
    }

    public ErasingSizes Sizes { get; }

    public IErasingSubject Subject { get; }

    public DiffusionModel Model => Subject.Diffusion;

    public IEnumerable<int> Seeds => Context.Seeds(Sizes.Seeds);

    public override (string Source, bool IsStandIn) DataOf(Cell cell) => Subject.Data;

    /// <summary>A cell with the settings of model, method and recipe.</summary>
    /// <param name="method">Null for the original.</param>
    public Cell Describe(string experiment, IErasingMethod? method, int seed, ErasingRecipe? recipe = null)
    {
        var cell = new Cell
        {
            Experiment = experiment,
            Dataset = Subject.Dataset,
            Model = Subject.Model,
            Method = method?.Name ?? ErasingCatalog.Original,
            Profile = Context.Profile.Name,
            Seed = seed,
            ForgetClass = Subject.ForgetClass,
        }
            .With(new ErasingMeasure(Subject.Fingerprint, Context.DeviceType, Precision, Sizes.Sampler, Sizes.DriftPaths))
            .With("subject", Subject.Settings);
        return method is null ? cell : cell.With("method", method).With("recipe", recipe ?? Sizes.Recipe(method));
    }

    /// <summary>The network after erasing, the caller's, and the seconds that took: from the cache, or made now. Null and 0 for the
    /// original.</summary>
    /// <param name="checkpoint">Sees the network on its way; it is then made now.</param>
    public (UNet2DCondition? Student, double Seconds) Erased(
        CellContext run,
        IErasingMethod? method,
        ErasingRecipe? recipe = null,
        Action<int, UNet2DCondition>? checkpoint = null,
        int every = 10
    )
    {
        if (method is null)
        {
            return (null, 0);
        }
        var used = recipe ?? Sizes.Recipe(method);
        var stage = $"erasing: {method.Title}";
        run.Begin(stage);
        ErasingMemory.RequireTraining(Model, method, used);
        var progress = run.Training(stage);
        var kept = Kept(method, used, run.Seed);
        return new Cache<UNet2DCondition, double>(
            Model.UNet.Copy,
            static (student, path) => Delta.Apply(student, path),
            (student, path, metadata) => Delta.Save(Model.UNet, student, path, metadata)
        ).Get(
            kept,
            Make,
            checkpoint is null
                ? run.Use(stage, IsFresh(kept.Text))
                // One that is watched on its way is part of the cell.
                : run.Use(stage, isFresh: true) with
                {
                    MustBeThere = false,
                }
        );

        double Make(UNet2DCondition student, string part) =>
            new ErasingTask(Model, student, Subject.Concept, Subject.Instead)
            {
                Prompts = Subject.Phrasings,
                Recipe = used,
                Seed = run.Seed,
                Cancellation = run.Cancellation,
                Checkpoint = checkpoint,
                Every = every,
                // One that is watched on its way starts anew: a resumed run would not show what came before.
                CheckpointFile = checkpoint is null ? part : null,
                Progress = new Relay<ErasingProgress>(at => progress.Report(at.InEpochs(10, used.LearningRate, used.Batch))),
            }.Run(method);
    }

    /// <summary>The making of an erased network; none for the original.</summary>
    public IEnumerable<TrainingJob> Needs(Cell cell, IErasingMethod? method) =>
        method is null ? [] : [new(Kept(method, Sizes.Recipe(method), cell.Seed), cell, run => Erased(run, method).Student?.Dispose())];

    /// <summary>What a network draws after erasing, what the original draws of the same seeds, and how far what is said without a prompt
    /// has moved.</summary>
    /// <param name="student">Null for the original.</param>
    public (ErasingPictures Now, ErasingPictures Before, double Drift) Compared(
        CellContext run,
        UNet2DCondition? student,
        PictureCounts counts
    )
    {
        run.Begin("drawing and measuring pictures");
        var before = Original(run, counts);
        return student is null ? (before, before, 0) : (Pictures(run, student, counts), before, Drift(student, run.Cancellation));
    }

    /// <summary>Pictures of the erased concept in every phrasing, and of what should stay; the same seeds whatever network draws
    /// them.</summary>
    public ErasingPictures Pictures(CellContext run, UNet2DCondition unet, PictureCounts counts)
    {
        var (prompts, clock) = (Subject.Prompts(run.Seed, counts), Stopwatch.StartNew());
        return new(Subject.Draw(unet, prompts.Texts, prompts.Seeds, Drawn, run.Cancellation), prompts);

        void Drawn(int done)
        {
            if (clock.Elapsed.TotalSeconds > SecondsBetween && done < prompts.Seeds.Count)
            {
                run.Begin($"drawing pictures: {done} of {prompts.Seeds.Count}");
                clock.Restart();
            }
        }
    }

    /// <summary>The original's, drawn once for all methods.</summary>
    public ErasingPictures Original(CellContext run, PictureCounts counts)
    {
        if (!originals.TryGetValue((run.Seed, counts), out var pictures))
        {
            originals[(run.Seed, counts)] = pictures = Pictures(run, Model.UNet, counts);
            Keep(pictures.Images.DetachFromDisposeScope());
        }
        return pictures;
    }

    public double Drift(UNet2DCondition student, CancellationToken cancellation) =>
        NullDrift.Of(
            Model,
            student,
            [.. Enumerable.Range(0, Sizes.DriftPaths).Select(static i => (7L << 40) + i)],
            Sizes.Sampler.Steps,
            cancellation
        );

    private KeptNetwork Kept(IErasingMethod method, ErasingRecipe recipe, int seed) =>
        new(
            $"erased-{method.Name}",
            new ErasedNetwork(
                Subject.Fingerprint,
                method.Name,
                method,
                recipe,
                Subject.Concept,
                Subject.Instead,
                [.. Subject.Phrasings.Select(static pair => $"{pair.Concept}|{pair.Instead}")],
                seed,
                Context.DeviceType,
                Precision
            )
        );

    public static string ModelTitle(string model) =>
        model switch
        {
            FashionDiffusion.Name => "small model",
            StableDiffusionSubject.Name => "Stable Diffusion",
            _ => model,
        };

    /// <summary>Pictures as a record keeps them.</summary>
    /// <param name="leading">The first dimensions, where they are more than how many there are.</param>
    public static FigureArray Array(Tensor shown, params long[] leading) =>
        new(shown.data<float>().ToArray(), [.. leading is [] ? [shown.shape[0]] : leading, .. shown.shape.Skip(1)]);
}
