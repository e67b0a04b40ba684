using System.Collections.Concurrent;
using Lethe.Data;
using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Judges;
using Lethe.Erasing.Reports;
using Lethe.Experiments.Runs;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Erasing.Runs;

/// <summary>
/// Stable Diffusion v1 from a folder, a concept of one's own, and the judges whose weights are on this machine: NudeNet, CLIP, Inception.
/// What a missing judge would say is
/// not in the record. Pictures are bytes, as everyone's files are; all of a run are held in memory at once, 0.8 MB each.
/// </summary>
internal sealed class StableDiffusionSubject : IErasingSubject
{
    public const string Name = "stable-diffusion";

    // The picture of a run is no other run's.
    private const int PicturesOfSeed = 1 << 14;

    private const int ErasedBlock = 0,
        KeptBlock = 1,
        ConceptBlock = 2;

    private const int ShownErased = 4,
        ShownKept = 8;

    /// <summary>Pixels a side of pictures in records.</summary>
    public const int ThumbnailSide = 64;

    private const string RealName = "real",
        Manifests = "sd-v1-4";

    // Gigabytes are read once a process.
    private static readonly ConcurrentDictionary<string, string> Hashes = new(StringComparer.Ordinal);

    private readonly ErasingSizes sizes;
    private readonly DataOptions options;
    private readonly Device device;
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
        (this.sizes, options, device) = (sizes, new DataOptions(context.Request.DataDir), context.Device);
        (Concept, Instead) = (asked.Concept.Trim(), asked.Instead.Trim());
        if (Concept.Length == 0)
        {
            throw LetheException.Usage("There is no concept to erase: --concept is empty.");
        }
        if (Concept.Equals(Instead, StringComparison.OrdinalIgnoreCase))
        {
            throw LetheException.Usage($"'{Concept}' would replace itself: nothing would change. Name something else with --instead.");
        }
        erased = asked.ErasedPrompts is { } path ? PromptFile.Read(path) : ConceptPrompts.Of(Concept);
        kept = asked.KeptPrompts is { } other ? PromptFile.Read(other) : ConceptPrompts.Kept;
        (var pictures, conceptPictures) = (new PictureFolder(asked.Pictures), new PictureFolder(asked.ConceptPictures));
        var weights = DiffusersFolder.WeightFiles(asked.Folder);
        Fingerprint = TextHash.Of(weights.Select(HashOf));
        Data = IsOfficial(weights)
            ? ("Stable Diffusion v1.4, the official weights", false)
            : (
                $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(asked.Folder)))}: not the official "
                    + $"weights of Stable Diffusion v1.4",
                true
            );
        Dataset = new string([.. Concept.ToLowerInvariant().Select(static letter => char.IsLetterOrDigit(letter) ? letter : '-')]);
        Settings = new StableDiffusionSettings(
            Concept,
            Instead,
            TextHash.Of(erased),
            TextHash.Of(kept),
            pictures.Fingerprint,
            conceptPictures.Fingerprint,
            [.. PictureJudges.Present(options)]
        );
        model = new(() =>
        {
            ErasingMemory.RequireModel(asked.Folder);
            using var scope = NewDisposeScope();
            var opened = DiffusersFolder.Open(asked.Folder).To(device);
            opened.UNet.Precision = precision;
            ErasingMemory.RequireDrawing(opened);
            return opened;
        });
        measures = new(new(() => asked.Judges is { } own ? own(device) : PictureJudges.Open(options, device)), pictures);
    }

    public string Model => Name;

    public string Dataset { get; }

    public int? ForgetClass => null;

    public string Fingerprint { get; }

    public object Settings { get; }

    public (string Source, bool IsStandIn) Data { get; }

    public string Concept { get; }

    public string Instead { get; }

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
        UNet2DCondition? unet,
        IReadOnlyList<string> prompts,
        IReadOnlyList<long> seeds,
        Action<int>? drawn,
        CancellationToken cancellation
    )
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (var at = 0; at < seeds.Count; at += Diffusion.AtOnce)
        {
            using var inner = NewDisposeScope();
            var count = Math.Min(Diffusion.AtOnce, seeds.Count - at);
            var pictures = FashionWorld.Sample(
                Diffusion,
                unet,
                [.. prompts.Skip(at).Take(count)],
                [.. seeds.Skip(at).Take(count)],
                sizes.Sampler.Steps,
                sizes.Sampler.Scale,
                cancellation
            );
            parts.Add(((pictures + 1) * 127.5).round().to(ScalarType.Byte).cpu().MoveToOuterDisposeScope());
            drawn?.Invoke(at + count);
        }
        return cat(parts).MoveToOuterDisposeScope();
    }

    public ErasingPrompts Prompts(int seed, PictureCounts counts)
    {
        var (ofErased, ofKept) = counts;
        IEnumerable<string> Turns(IReadOnlyList<string> from, int count) =>
            Enumerable.Range(0, count).Select(i => from[((seed * count) + i) % from.Count]);
        IEnumerable<long> Seeds(int block, int count) =>
            Enumerable.Range(0, count).Select(i => FashionWorld.SeedOf(block, (seed * PicturesOfSeed) + i));
        return new(
            [.. Turns(erased, ofErased), .. Turns(kept, ofKept)],
            [.. Enumerable.Repeat(ErasedBlock, ofErased), .. Enumerable.Repeat(KeptBlock, ofKept)],
            [.. Seeds(ErasedBlock, ofErased), .. Seeds(KeptBlock, ofKept)],
            ofErased
        );
    }

    public Tensor RealPictures(string name, int from, int count)
    {
        using var scope = NewDisposeScope();
        return ((conceptPictures.Some(from, count, Side) * 2) - 1).to(device).MoveToOuterDisposeScope();
    }

    // Without real ones the original's own: what it knows of the concept is what an attack looks for.
    public Tensor ConceptPictures(int from, int count, CancellationToken cancellation)
    {
        if (conceptPictures.Count > 0)
        {
            return RealPictures(RealName, from, count);
        }
        using var scope = NewDisposeScope();
        var rows = Enumerable.Range(from, count).ToList();
        return (
            (
                Unit(
                    Draw(
                        null,
                        [.. rows.Select(_ => Concept)],
                        [.. rows.Select(static i => FashionWorld.SeedOf(ConceptBlock, PicturesOfSeed + i))],
                        null,
                        cancellation
                    )
                ) * 2
            ) - 1
        )
            .to(device)
            .MoveToOuterDisposeScope();
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

    public IReadOnlyList<long> Gallery(ErasingPictures pictures) =>
        [
            .. Enumerable.Range(0, Math.Min(ShownErased, pictures.OfErased)).Select(static i => (long)i),
            .. Enumerable
                .Range(pictures.OfErased, (int)Math.Min(ShownKept, pictures.Images.shape[0] - pictures.OfErased))
                .Select(static i => (long)i),
        ];

    public Tensor Shown(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var unit = Unit(pictures).cpu();
        return (((unit.shape[2] > ThumbnailSide ? nn.functional.adaptive_avg_pool2d(unit, ThumbnailSide) : unit) * 2) - 1)
            .contiguous()
            .MoveToOuterDisposeScope();
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

    private static bool IsOfficial(IReadOnlyList<string> weights)
    {
        var known = Manifest.Get(Manifests).Files.Select(static file => file.Sha256).ToHashSet();
        return weights.All(path => known.Contains(HashOf(path)));
    }

    private static string HashOf(string path) =>
        Hashes.GetOrAdd(
            FormattableString.Invariant($"{Path.GetFullPath(path)} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path):O}"),
            _ => FileHash.Of(path)
        );
}
