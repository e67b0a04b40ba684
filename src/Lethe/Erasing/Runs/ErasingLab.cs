using System.Diagnostics;
using System.Globalization;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Methods;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Erasing.Runs;

/// <summary>
/// What the experiments on erasing share: a subject, how it is erased or found in the cache, and the pictures it is measured on.
/// </summary>
internal sealed class ErasingLab : Lab
{
    // Between two words on pictures that are being drawn.
    private const double SecondsBetween = 20;

    private readonly Dictionary<int, ErasingPictures> originals = []; // by seed

    /// <exception cref="LetheException">The request names something that is not there.</exception>
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

    /// <summary>The runs asked for.</summary>
    public IEnumerable<int> Seeds => Context.Seeds(Sizes.Seeds);

    public override (string Source, bool IsStandIn) DataOf(Cell cell) => Subject.Data;

    /// <summary>The original and the methods asked for.</summary>
    public IReadOnlyList<string> Methods(IReadOnlyList<string> usual) =>
        ErasingCatalog.All.Chosen(Context.Request.Methods, usual, ErasingCatalog.Original);

    /// <summary>A method as the profile runs it; null for the original.</summary>
    public IErasingMethod? MethodOf(string name) => name == ErasingCatalog.Original ? null : Sizes.Method(name);

    /// <summary>A cell with the settings of model, method and recipe.</summary>
    /// <param name="method">Null for the original.</param>
    /// <param name="recipe">Null for the profile's.</param>
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

    /// <summary>The network after erasing, and the seconds that took: from the cache, or made now. It is the caller's.</summary>
    /// <param name="checkpoint">Sees the network on its way; it is then made now.</param>
    public (UNet2DCondition Student, double Seconds) Erased(
        CellContext run,
        IErasingMethod method,
        ErasingRecipe? recipe = null,
        Action<int, UNet2DCondition>? checkpoint = null,
        int every = 10
    )
    {
        var used = recipe ?? Sizes.Recipe(method);
        var stage = $"erasing: {method.Title}";
        run.Begin(stage);
        ErasingMemory.RequireTraining(Model, method, used);
        var progress = run.Training(stage);
        var identity = new ErasedNetwork(
            Subject.Fingerprint,
            method.Name,
            method,
            used,
            Subject.Concept,
            Subject.Instead,
            [.. Subject.Phrasings.Select(static pair => $"{pair.Concept}|{pair.Instead}")],
            run.Seed,
            Context.DeviceType,
            Precision
        );
        var cache = new Cache<UNet2DCondition, double>(
            () =>
            {
                var student = Model.UNet.Copy();
                student.to(Context.Device);
                return student;
            },
            static (student, path) => Delta.Apply(student, path),
            (student, path, metadata) => Delta.Save(Model.UNet, student, path, metadata)
        );
        return cache.Get(
            $"erased-{method.Name}",
            identity,
            (student, part) =>
            {
                var (clock, trained) = (Stopwatch.StartNew(), 0.0);
                method.Erase(
                    new(Model, student, Subject.Concept, Subject.Instead)
                    {
                        Prompts = Subject.Phrasings,
                        Recipe = used,
                        Seed = run.Seed,
                        Cancellation = run.Cancellation,
                        Checkpoint = checkpoint,
                        Every = every,
                        // One that is watched on its way starts anew: a resumed run would not show what came before.
                        CheckpointFile = checkpoint is null ? part : null,
                        Progress = new Relay<ErasingProgress>(value =>
                        {
                            trained = value.Seconds;
                            progress.Report(AsTraining(value, used));
                        }),
                    }
                );
                return Math.Max(trained, clock.Elapsed.TotalSeconds); // the first also counts what ran before a kill
            },
            checkpoint is not null || IsFresh(string.Join(' ', Settings.Of(identity)))
        );
    }

    /// <summary>
    /// Pictures of the erased concept in every phrasing, and of what should stay; the same seeds whatever network draws them.
    /// </summary>
    /// <param name="unet">Null for the original.</param>
    public ErasingPictures Pictures(CellContext run, UNet2DCondition? unet, PictureCounts counts)
    {
        var (prompts, clock) = (Subject.Prompts(run.Seed, counts), Stopwatch.StartNew());
        return new(Subject.Draw(unet, prompts.Texts, prompts.Seeds, Drawn, run.Cancellation), prompts);

        void Drawn(int done)
        {
            if (clock.Elapsed.TotalSeconds > SecondsBetween && done < prompts.Seeds.Count)
            {
                run.Begin(string.Create(CultureInfo.InvariantCulture, $"drawing pictures: {done} of {prompts.Seeds.Count}"));
                clock.Restart();
            }
        }
    }

    /// <summary>The original's for the main table, drawn once for all methods.</summary>
    public ErasingPictures OriginalPictures(CellContext run)
    {
        if (!originals.TryGetValue(run.Seed, out var pictures))
        {
            originals[run.Seed] = pictures = Pictures(run, null, Sizes.Pictures);
            Keep(pictures.Images.DetachFromDisposeScope());
        }
        return pictures;
    }

    /// <summary>How far what a network says without a prompt has moved.</summary>
    public double Drift(UNet2DCondition student, CancellationToken cancellation) =>
        NullDrift.Of(
            Model,
            student,
            [.. Enumerable.Range(0, Sizes.DriftPaths).Select(static i => (7L << 40) + i)],
            Sizes.Sampler.Steps,
            cancellation
        );

    /// <summary>What tables call a model.</summary>
    public static string ModelTitle(string model) =>
        model switch
        {
            FashionDiffusion.Name => "small model",
            StableDiffusionSubject.Name => "Stable Diffusion",
            _ => model,
        };

    /// <summary>Pictures as a record keeps them.</summary>
    /// <param name="leading">The first dimensions, where they are more than how many there are.</param>
    public static FigureArray Array(Tensor shown, params IEnumerable<long> leading)
    {
        long[] first = [.. leading];
        return new(shown.data<float>().ToArray(), [.. first.Length > 0 ? first : [shown.shape[0]], .. shown.shape.Skip(1)]);
    }

    // As epochs of ten iterations.
    private static TrainingProgress AsTraining(ErasingProgress value, ErasingRecipe recipe)
    {
        const int Epoch = 10;
        var left = TimeSpan.FromSeconds(value.Seconds / value.Iteration * (value.Iterations - value.Iteration));
        return new(
            ((value.Iteration - 1) / Epoch) + 1,
            (value.Iterations + Epoch - 1) / Epoch,
            ((value.Iteration - 1) % Epoch) + 1,
            Epoch,
            value.Loss,
            double.NaN,
            recipe.LearningRate,
            value.Iteration * recipe.Batch / value.Seconds,
            DisposeScopeManager.Statistics.ThreadTotalLiveCount,
            left
        );
    }
}
