using Lethe.Data;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Experiments.Runs;
using Lethe.Metrics;

namespace Lethe.Erasing.Runs;

/// <summary>The kit's small model: one class of Fashion-MNIST erased, every other one kept, two classifiers as judges.</summary>
internal sealed class FashionSubject : IErasingSubject
{
    // Kept for the gallery: of the erased concept; of each other class one.
    private const int ShownErased = 4;

    private readonly Sampler sampler;
    private readonly DataOptions options;
    private readonly Device device;
    private readonly Lazy<FashionWorld> world;
    private DatasetPair? data;
    private Tensor? real;

    public FashionSubject(RunContext context, ErasingSizes sizes, Precision precision)
    {
        (sampler, options, device) = (sizes.Sampler, new DataOptions(context.Request.DataDir), context.Device);
        var datasets = Choice.Of(
            context.Request.Datasets,
            [FashionMnist.SampleName, FashionMnist.Name],
            [FashionMnist.SampleName],
            "data set for erasing"
        );
        Dataset = datasets is [var one]
            ? one
            : throw LetheException.Usage($"Erasing has one data set at a time, not {string.Join(", ", datasets)}.");
        Choice.Of(context.Request.Models, [FashionDiffusion.Name], [FashionDiffusion.Name], "text-to-image model");
        world = new(() =>
        {
            var opened = FashionWorld.Open(device);
            opened.Model.UNet.Precision = precision;
            return opened;
        });
    }

    public string Model => FashionDiffusion.Name;

    public string Dataset { get; }

    public int? ForgetClass { get; } = FashionPrompts.ClassOf(FashionPrompts.Erased);

    public string Fingerprint { get; } = FashionWorld.Fingerprint();

    public object Settings { get; } = new ConceptPair(FashionPrompts.Erased, FashionPrompts.Instead);

    public (string Source, bool IsStandIn) Data => (Pair.Provenance, Pair.IsStandIn);

    public string Concept => FashionPrompts.Erased;

    public string Instead => FashionPrompts.Instead;

    public IReadOnlyList<(string Concept, string Instead)> Phrasings => FashionPrompts.Pairs(Concept, Instead);

    public DiffusionModel Diffusion => world.Value.Model;

    public IReadOnlyList<(string Prompt, long Seed)> Frames =>
        [.. FashionPrompts.Frames.Select(static (name, i) => (name, FashionWorld.SeedOf(FashionPrompts.ClassOf(name), i)))];

    public IReadOnlyList<(string Name, string Prompt)> Real => [.. FashionPrompts.Real.Select(static name => (name, name))];

    public Tensor Draw(
        UNet2DCondition unet,
        IReadOnlyList<string> prompts,
        IReadOnlyList<long> seeds,
        Action<int>? drawn,
        CancellationToken cancellation
    )
    {
        var pictures = FashionWorld.Sample(Diffusion, unet, prompts, seeds, sampler.Steps, sampler.Scale, cancellation);
        drawn?.Invoke(seeds.Count);
        return pictures;
    }

    public ErasingPrompts Prompts(int seed, PictureCounts counts)
    {
        var concept = FashionPrompts.ClassOf(Concept);
        var all = (
            from label in Enumerable.Range(0, FashionPrompts.Names.Count).OrderBy(label => label != concept)
            let phrasings = FashionPrompts.Of(FashionPrompts.Names[label])
            from i in Enumerable.Range(0, label == concept ? counts.Erased : counts.Kept)
            let noise = FashionWorld.SeedOf(label, (seed * IErasingSubject.PicturesOfSeed) + i)
            select (Text: phrasings[i % phrasings.Count], Label: label, Seed: noise)
        ).ToList();
        return new(
            [.. all.Select(static one => one.Text)],
            [.. all.Select(static one => one.Label)],
            [.. all.Select(static one => one.Seed)],
            counts.Erased
        );
    }

    public Tensor RealPictures(string name, int from, int count) => Cut(Pair.Test, name, from, count);

    public Tensor ConceptPictures(int from, int count, CancellationToken cancellation) => Cut(Pair.Train, Concept, from, count);

    public SortedDictionary<string, double> Judge(Tensor pictures, string name)
    {
        using var scope = NewDisposeScope();
        var (seen, label) = (world.Value.Detector.Probabilities(pictures), FashionPrompts.ClassOf(name));
        return new(StringComparer.Ordinal)
        {
            ["detected"] = FashionMeasures.Percent(seen.select(1, label).gt(0.5)) / 100,
            ["recognised"] = FashionMeasures.Percent(seen.argmax(1).eq(label)),
        };
    }

    public SortedDictionary<string, double> Brief(ErasingPictures now, ErasingPictures before, double nullDrift) =>
        FashionMeasures.Brief(world.Value, now, before, nullDrift);

    public SortedDictionary<string, double> All(ErasingPictures now, ErasingPictures before, double nullDrift, bool isOriginal) =>
        FashionMeasures.All(world.Value, now, before, RealFeatures(), nullDrift);

    public double[] Similarities(Tensor a, Tensor b) => StructuralSimilarity.Uniform(a, b);

    public Tensor Unit(Tensor pictures) => FashionMeasures.Unit(pictures);

    public IReadOnlyList<long> Gallery(ErasingPictures pictures)
    {
        var others = FashionPrompts.Names.Count - 1;
        var each = (pictures.Images.shape[0] - pictures.OfErased) / others;
        return
        [
            .. Enumerable.Range(0, Math.Min(ShownErased, pictures.OfErased)).Select(static i => (long)i),
            .. Enumerable.Range(0, others).Select(i => pictures.OfErased + (i * each)),
        ];
    }

    public Tensor Shown(Tensor pictures) => pictures.squeeze(1).cpu().contiguous();

    public void Dispose()
    {
        real?.Dispose();
        data?.Dispose();
        if (world.IsValueCreated)
        {
            world.Value.Dispose();
        }
    }

    private DatasetPair Pair => data ??= DatasetCatalog.Load(Dataset, options);

    // The detector's features of test pictures that do not show the erased concept.
    private Tensor RealFeatures()
    {
        if (real is null)
        {
            using var scope = NewDisposeScope();
            using var test = FashionPictures.Cut(Pair.Test).To(device);
            var others = test.Labels.ne(FashionPrompts.ClassOf(Concept)).nonzero().squeeze(1);
            var features = FashionWorld.FeaturesOf(world.Value.Detector, FashionPictures.Scaled(test).index_select(0, others));
            real = features.DetachFromDisposeScope();
        }
        return real;
    }

    private Tensor Cut(ImageDataset set, string name, int from, int count)
    {
        using var scope = NewDisposeScope();
        using var cut = FashionPictures.Cut(set).To(device);
        var rows = cut.Labels.eq(FashionPrompts.ClassOf(name)).nonzero().squeeze(1).narrow(0, from, count);
        return FashionPictures.Scaled(cut).index_select(0, rows).MoveToOuterDisposeScope();
    }
}
