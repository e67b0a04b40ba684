using Lethe.Data;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Experiments.Runs;
using Lethe.Metrics;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Erasing.Runs;

/// <summary>The kit's small model: one class of Fashion-MNIST erased, every other one kept, two classifiers as judges.</summary>
internal sealed class FashionSubject : IErasingSubject
{
    // Kept well away from each other: a run's pictures are no other run's.
    private const int PicturesOfSeed = 1 << 14;

    // Kept for the gallery: of the erased concept; of each other class one.
    private const int ShownErased = 4;

    private readonly ErasingSizes sizes;
    private readonly DataOptions options;
    private readonly Device device;
    private readonly Lazy<FashionWorld> world;
    private DatasetPair? data;
    private Tensor? real;

    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public FashionSubject(RunContext context, ErasingSizes sizes, Precision precision)
    {
        (this.sizes, options, device) = (sizes, new DataOptions(context.Request.DataDir), context.Device);
        Dataset = Choice.Of(
            context.Request.Datasets,
            [FashionMnist.SampleName, FashionMnist.Name],
            [FashionMnist.SampleName],
            "data set for erasing"
        )[0];
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

    public IReadOnlyList<(string Concept, string Instead)> Phrasings => [.. FashionPrompts.Of(Concept).Zip(FashionPrompts.Of(Instead))];

    public DiffusionModel Diffusion => world.Value.Model;

    public IReadOnlyList<(string Prompt, long Seed)> Frames =>
        [.. FashionPrompts.Frames.Select(static (name, i) => (name, FashionWorld.SeedOf(FashionPrompts.ClassOf(name), i)))];

    public IReadOnlyList<(string Name, string Prompt)> Real => [.. FashionPrompts.Real.Select(static name => (name, name))];

    public Tensor Draw(
        UNet2DCondition? unet,
        IReadOnlyList<string> prompts,
        IReadOnlyList<long> seeds,
        Action<int>? drawn,
        CancellationToken cancellation
    )
    {
        var pictures = FashionWorld.Sample(Diffusion, unet, prompts, seeds, sizes.Sampler.Steps, sizes.Sampler.Scale, cancellation);
        drawn?.Invoke(seeds.Count);
        return pictures;
    }

    public ErasingPrompts Prompts(int seed, PictureCounts counts)
    {
        var (prompts, labels, seeds) = (new List<string>(), new List<int>(), new List<long>());
        var concept = FashionPrompts.ClassOf(Concept);
        foreach (var (label, name) in FashionPrompts.Names.Index().OrderBy(pair => pair.Index != concept))
        {
            var phrasings = FashionPrompts.Of(name);
            for (var i = 0; i < (label == concept ? counts.Erased : counts.Kept); i++)
            {
                prompts.Add(phrasings[i % phrasings.Count]);
                labels.Add(label);
                seeds.Add(FashionWorld.SeedOf(label, (seed * PicturesOfSeed) + i));
            }
        }
        return new(prompts, labels, seeds, counts.Erased);
    }

    public Tensor RealPictures(string name, int from, int count) => Cut(Pair.Test, name, from, count);

    public Tensor ConceptPictures(int from, int count, CancellationToken cancellation) => Cut(Pair.Train, Concept, from, count);

    public SortedDictionary<string, double> Judge(Tensor pictures, string name)
    {
        using var scope = NewDisposeScope();
        var (seen, label) = (world.Value.Detector.Probabilities(pictures), FashionPrompts.ClassOf(name));
        return new(StringComparer.Ordinal)
        {
            ["detected"] = seen.select(1, label).gt(0.5).to(ScalarType.Float64).mean().item<double>(),
            ["recognised"] = 100 * seen.argmax(1).eq(label).to(ScalarType.Float64).mean().item<double>(),
        };
    }

    public SortedDictionary<string, double> Brief(ErasingPictures now, ErasingPictures before, double nullDrift) =>
        FashionMeasures.Brief(world.Value, now, before, nullDrift);

    public SortedDictionary<string, double> All(ErasingPictures now, ErasingPictures before, double nullDrift, bool isOriginal) =>
        FashionMeasures.All(world.Value, now, before, RealFeatures(), nullDrift, isOriginal);

    public double[] Similarities(Tensor a, Tensor b) => StructuralSimilarity.Uniform(a, b);

    public Tensor Unit(Tensor pictures) => FashionMeasures.Unit(pictures);

    public IReadOnlyList<long> Gallery(ErasingPictures pictures)
    {
        var each = (pictures.Images.shape[0] - pictures.OfErased) / (FashionPrompts.Names.Count - 1);
        return
        [
            .. Enumerable.Range(0, Math.Min(ShownErased, pictures.OfErased)).Select(static i => (long)i),
            .. Enumerable.Range(0, FashionPrompts.Names.Count - 1).Select(i => pictures.OfErased + (i * each)),
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
            var images = FashionPictures.Scaled(test);
            real = FashionWorld
                .FeaturesOf(
                    world.Value.Detector,
                    images.index_select(0, test.Labels.ne(FashionPrompts.ClassOf(Concept)).nonzero().squeeze(1))
                )
                .DetachFromDisposeScope();
        }
        return real;
    }

    private Tensor Cut(ImageDataset set, string name, int from, int count)
    {
        using var scope = NewDisposeScope();
        using var cut = FashionPictures.Cut(set).To(device);
        return FashionPictures
            .Scaled(cut)
            .index_select(0, cut.Labels.eq(FashionPrompts.ClassOf(name)).nonzero().squeeze(1).narrow(0, from, count))
            .MoveToOuterDisposeScope();
    }
}
