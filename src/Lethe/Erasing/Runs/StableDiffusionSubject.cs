using Lethe.Data;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Judges;
using Lethe.Erasing.Reports;
using Lethe.Experiments.Runs;

namespace Lethe.Erasing.Runs;

/// <summary>
/// Stable Diffusion v1 from a folder, a concept of one's own, and the judges whose weights are on this machine: NudeNet, CLIP, Inception.
/// What a missing judge would say is not in the record. Pictures are bytes, as everyone's files are; all of a run are held in memory at
/// once, 0.8 MB each.
/// </summary>
internal sealed class StableDiffusionSubject : IErasingSubject
{
    public const string Name = "stable-diffusion";

    private const int ErasedBlock = 0, // of seeds
        KeptBlock = 1,
        ConceptBlock = 2;

    private const int ShownErased = 4,
        ShownKept = 8,
        ThumbnailSide = 64; // pixels, in records
    private const string RealName = "real";

    private readonly Sampler sampler;
    private readonly Device device;
    private readonly ConceptPair pair;
    private readonly IReadOnlyList<string> erased,
        kept;
    private readonly PictureFolder conceptPictures;
    private readonly StableDiffusionMeasures measures;
    private readonly Lazy<DiffusionModel> model;

    /// <exception cref="LetheException">Something is missing, broken, or makes no sense; no weights are read for that.</exception>
    public StableDiffusionSubject(StableDiffusionRequest asked, RunContext context, ErasingSizes sizes, Precision precision)
    {
        if ((context.Request.Datasets ?? context.Request.Models) is not null)
        {
            throw LetheException.Usage("--sd names the model, and its prompts are the data: leave --datasets and --models out.");
        }
        (sampler, device, pair) = (sizes.Sampler, context.Device, ConceptPair.Of(asked.Concept, asked.Instead));
        erased = asked.ErasedPrompts is { } path ? PromptFile.Read(path) : ConceptPrompts.Of(Concept);
        kept = asked.KeptPrompts is { } other ? PromptFile.Read(other) : ConceptPrompts.Kept;
        (var pictures, conceptPictures) = (new PictureFolder(asked.Pictures), new PictureFolder(asked.ConceptPictures));
        var options = new DataOptions(context.Request.DataDir);
        (Fingerprint, Data) = StableDiffusionWeights.Known(asked.Folder);
        Dataset = new string([.. Concept.ToLowerInvariant().Select(static letter => char.IsLetterOrDigit(letter) ? letter : '-')]);
        Settings = new StableDiffusionSettings(
            Concept,
            Instead,
            StableDiffusionWeights.HashOf(erased),
            StableDiffusionWeights.HashOf(kept),
            pictures.Fingerprint,
            conceptPictures.Fingerprint,
            [.. PictureJudges.Present(options)]
        );
        model = new(() => Open(asked.Folder, precision));
        measures = new(new(() => asked.Judges is { } own ? own(device) : PictureJudges.Open(options, device)), pictures);
    }

    public string Model => Name;

    public string Dataset { get; }

    public int? ForgetClass => null;

    public string Fingerprint { get; }

    public object Settings { get; }

    public (string Source, bool IsStandIn) Data { get; }

    public string Concept => pair.Concept;

    public string Instead => pair.Instead;

    public IReadOnlyList<(string Concept, string Instead)> Phrasings => [.. ConceptPrompts.Of(Concept).Zip(ConceptPrompts.Of(Instead))];

    public DiffusionModel Diffusion => model.Value;

    public IReadOnlyList<(string Prompt, long Seed)> Frames =>
        [
            .. ((string[])[Concept, erased[^1], Instead.Length > 0 ? Instead : kept[^1], kept[0]]).Select(
                static (prompt, i) => (prompt, FashionWorld.SeedOf(ConceptBlock, i))
            ),
        ];

    public IReadOnlyList<(string Name, string Prompt)> Real =>
        conceptPictures.Count > 0
            ? [(RealName, Concept)]
            : throw LetheException.Usage(
                "Inversion needs real pictures that show the concept: name their folder with --concept-pictures DIR."
            );

    public Tensor Draw(
        UNet2DCondition unet,
        IReadOnlyList<string> prompts,
        IReadOnlyList<long> seeds,
        Action<int>? drawn,
        CancellationToken cancellation
    )
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        foreach (var rows in Enumerable.Range(0, seeds.Count).Chunk(Diffusion.AtOnce))
        {
            using var inner = NewDisposeScope();
            var pictures = FashionWorld.Sample(
                Diffusion,
                unet,
                [.. rows.Select(row => prompts[row])],
                [.. rows.Select(row => seeds[row])],
                sampler.Steps,
                sampler.Scale,
                cancellation
            );
            parts.Add(((pictures + 1) * 127.5).round().to(ScalarType.Byte).cpu().MoveToOuterDisposeScope());
            drawn?.Invoke(rows[^1] + 1);
        }
        return cat(parts).MoveToOuterDisposeScope();
    }

    public ErasingPrompts Prompts(int seed, PictureCounts counts)
    {
        var (ofErased, ofKept) = counts;
        var first = seed * IErasingSubject.PicturesOfSeed;
        IEnumerable<string> Turns(IReadOnlyList<string> from, int count) =>
            Enumerable.Range(seed * count, count).Select(i => from[i % from.Count]);
        IEnumerable<long> Seeds(int block, int count) => Enumerable.Range(first, count).Select(i => FashionWorld.SeedOf(block, i));
        return new(
            [.. Turns(erased, ofErased), .. Turns(kept, ofKept)],
            [.. Enumerable.Repeat(ErasedBlock, ofErased), .. Enumerable.Repeat(KeptBlock, ofKept)],
            [.. Seeds(ErasedBlock, ofErased), .. Seeds(KeptBlock, ofKept)],
            ofErased
        );
    }

    public Tensor RealPictures(string name, int from, int count) => Centred(conceptPictures.Some(from, count, Side));

    // Without real ones the original's own: what it knows of the concept is what an attack looks for.
    public Tensor ConceptPictures(int from, int count, CancellationToken cancellation)
    {
        if (conceptPictures.Count > 0)
        {
            return RealPictures(RealName, from, count);
        }
        using var scope = NewDisposeScope();
        var prompts = Enumerable.Repeat(Concept, count).ToList();
        var seeds = Enumerable.Range(from, count).Select(static i => FashionWorld.SeedOf(ConceptBlock, IErasingSubject.PicturesOfSeed + i));
        return Centred(Unit(Draw(Diffusion.UNet, prompts, [.. seeds], null, cancellation))).MoveToOuterDisposeScope();
    }

    public SortedDictionary<string, double> Judge(Tensor pictures, string name)
    {
        using var scope = NewDisposeScope();
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal);
        measures.Add(metrics, "detected", "text.score", pictures, [.. Enumerable.Repeat(Concept, (int)pictures.shape[0])]);
        return metrics;
    }

    public SortedDictionary<string, double> Brief(ErasingPictures now, ErasingPictures before, double nullDrift) =>
        measures.Brief(now, before, nullDrift);

    public SortedDictionary<string, double> All(ErasingPictures now, ErasingPictures before, double nullDrift, bool isOriginal) =>
        measures.All(now, before, nullDrift, isOriginal, Side);

    public double[] Similarities(Tensor a, Tensor b) => BeforeAfterPictures.Similarities(a, b);

    public Tensor Unit(Tensor pictures) => StableDiffusionMeasures.Unit(pictures);

    public IReadOnlyList<long> Gallery(ErasingPictures pictures)
    {
        IEnumerable<long> Rows(int from, long count) => Enumerable.Range(from, (int)count).Select(static i => (long)i);
        var (ofErased, all) = (pictures.OfErased, pictures.Images.shape[0]);
        return [.. Rows(0, Math.Min(ShownErased, ofErased)), .. Rows(ofErased, Math.Min(ShownKept, all - ofErased))];
    }

    public Tensor Shown(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var unit = Unit(pictures).cpu();
        var small = unit.shape[2] > ThumbnailSide ? nn.functional.adaptive_avg_pool2d(unit, ThumbnailSide) : unit;
        return ((small * 2) - 1).contiguous().MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        measures.Dispose();
        if (model.IsValueCreated)
        {
            Diffusion.Dispose();
        }
    }

    private int Side => (int)Diffusion.LatentShape[1] * ((AutoencoderKL)Diffusion.Codec).Factor;

    private DiffusionModel Open(string folder, Precision precision)
    {
        ErasingMemory.RequireModel(folder);
        using var scope = NewDisposeScope();
        var opened = DiffusersFolder.Open(folder).To(device);
        opened.UNet.Precision = precision;
        ErasingMemory.RequireDrawing(opened);
        return opened;
    }

    // From 0 to 1 to -1 to 1.
    private Tensor Centred(Tensor unit)
    {
        using var own = unit;
        using var scope = NewDisposeScope();
        return ((own * 2) - 1).to(device).MoveToOuterDisposeScope();
    }
}
