using Lethe.Faces.Films;
using Lethe.Faces.Forgeries;
using Lethe.Faces.Paired;
using Lethe.Imaging;

namespace Lethe.Faces.Sets;

/// <summary>Makes a set of clips on disk: forges, compresses, crops, one clip after the other on every core. Killed and started again, it
/// makes only what is missing. A second process waits for the first.</summary>
public sealed class FilmSetBuilder
{
    /// <summary>The family of faces that StyleGAN2 made whole.</summary>
    public const string WholeFaces = "stylegan2";

    private readonly IFaceSource faces;
    private readonly FilmSetOptions options;
    private readonly Ffmpeg ffmpeg;
    private readonly Func<int, string, int?, int, Film> make;
    private readonly int crop;
    private readonly int count; // of real faces; those made whole come after them

    /// <exception cref="LetheException">Options that contradict each other or the source (Usage).</exception>
    public FilmSetBuilder(IFaceSource faces, FilmSetOptions options, Ffmpeg ffmpeg)
        : this(faces, options, ffmpeg, null) { }

    // make: A clip of an identity, a family, a donor and a seed; null to film it.
    internal FilmSetBuilder(IFaceSource faces, FilmSetOptions options, Ffmpeg ffmpeg, Func<int, string, int?, int, Film>? make)
    {
        (this.options, this.ffmpeg, this.make) = (options, ffmpeg, make ?? Filmed);
        crop = options.Crop ?? options.Film.Side * 7 / 8;
        count = options.Identities ?? faces.Count;
        this.faces = options.Synthetic is { } whole ? new JoinedFaces(faces, count, whole) : faces;
        if (count > faces.Count)
        {
            throw LetheException.Usage($"{faces.Title} has {faces.Count} faces, and {count} were asked for.");
        }
        if (options.Film.Side % 2 != 0 || options.Film.Side < 32 || crop < 16 || crop > options.Film.Side)
        {
            throw LetheException.Usage(
                $"Frames have an even side from 32 pixels on, and a crop has 16 pixels to the frame's side; "
                    + $"{options.Film.Side} and {crop} will not do."
            );
        }
        foreach (var family in options.Families)
        {
            ForgeryCatalog.Get(family);
        }
    }

    /// <summary>Makes what is missing of the set in <paramref name="folder"/>.</summary>
    /// <exception cref="LetheException">Another set is there (Usage), it cannot be written
    /// (Unwritable), or ffmpeg failed (Failed).</exception>
    public async Task<FilmSet> BuildAsync(string folder, IProgress<FilmSetProgress>? progress = null, CancellationToken cancel = default)
    {
        string[] names = [.. Enumerable.Range(0, Total).Select(i => faces.Get(i, options.Film.Side).Identity)];
        if (names.Distinct().Count() != names.Length)
        {
            throw LetheException.Usage($"{faces.Title} has two faces of one name; a split by identity needs a name for each.");
        }
        var parts = Splits.Parts(names, options.Seed, options.Shares);
        (int Identity, string Family)[] clips =
        [
            .. Enumerable
                .Range(0, names.Length)
                .SelectMany(i => (i < count ? options.Families.Distinct().Prepend(Film.Real) : [WholeFaces]).Select(family => (i, family))),
        ];
        var header = Header(clips.Length);
        var encoder = new FilmEncoder(ffmpeg, options.Qualities);
        using var writer = await FilmSetWriter.OpenAsync(folder, FilmSet.ManifestName, header, mayGrow: false, cancel);
        await writer.FillAsync(
            clips,
            Id,
            async (clip, stop) => (await MakeAsync(clip, names, parts, encoder, header.Strip, writer, stop), null),
            Environment.ProcessorCount,
            progress,
            cancel
        );
        return FilmSet.Open(folder);
    }

    private int Total => count + (options.Synthetic?.Count ?? 0);

    private FilmSetHeader Header(int clips) =>
        new FilmSetHeader(
            FilmSetHeader.CurrentFormat,
            options.Synthetic is not null && options.Families.Count == 0
                ? $"{faces.Title}, the latter made whole"
                : $"{faces.Title}, {options.Families.Count} families of forgeries",
            faces.Name,
            options.Seed,
            options.Shares,
            options.Film,
            crop,
            options.Frames,
            [.. options.Qualities.Select(static quality => quality.Name)],
            options.Synthetic is null ? options.Families : [.. options.Families, WholeFaces],
            Total,
            clips,
            ffmpeg.Version,
            ffmpeg.X264,
            [.. options.Qualities.Select(quality => FilmEncoder.Command(quality, options.Film.Side))]
        ).Checked("The set");

    private Film Filmed(int identity, string family, int? donor, int seed) =>
        FilmMaker.Make(faces, identity, family == WholeFaces ? Film.Real : family, donor, seed, options.Film) with // nothing to forge
        {
            Family = family,
        };

    private static string Id((int Identity, string Family) clip) => $"{clip.Identity:D4}-{clip.Family}";

    private async Task<FilmRecord> MakeAsync(
        (int Identity, string Family) wanted,
        string[] names,
        IReadOnlyDictionary<string, SplitPart> parts,
        FilmEncoder encoder,
        FilmStrip strip,
        FilmSetWriter writer,
        CancellationToken cancel
    )
    {
        var ((identity, family), id) = (wanted, Id(wanted));
        var part = parts[names[identity]];
        int[] others = [.. Enumerable.Range(0, count).Where(i => i != identity && parts[names[i]] == part)];
        int? donor =
            family is not (Film.Real or WholeFaces) && ForgeryCatalog.Get(family).NeedsDonor
                ? others.Length > 0
                    ? others[RandomStream.For(options.Seed, "donor", names[identity], family).Next(others.Length)]
                    : throw LetheException.Usage($"Nobody in the {part} part can give {names[identity]} a face. Take more faces.")
                : null;
        // the same camera for the real clip and the forged ones
        var seed = RandomStream.For(options.Seed, "clip", names[identity]).Next(int.MaxValue);
        var clip = make(identity, family, donor, seed);
        var encoded = await encoder.EncodeAsync(clip with { Id = id }, cancel);
        // the middles of equal pieces
        int[] kept = [.. Enumerable.Range(0, options.Frames).Select(i => ((2 * i) + 1) * clip.Frames.Count / (2 * options.Frames))];
        var square = Square(faces.Get(identity, options.Film.Side).Landmarks);
        var pixels = strip.Pack((frame, quality) => Rgb.Cut(encoded[quality].Frames[kept[frame]], clip.Side, square));
        var mask = options.Masks && clip.Mask is not null ? $"{id}.mask.png" : null;
        if (mask is not null)
        {
            writer.Write(mask, PngCanvas.Grey(clip.Mask!, clip.Side));
        }
        return new(
            id,
            clip.Identity,
            clip.Donor,
            family,
            part,
            seed,
            clip.Parameters,
            square.Left,
            square.Top,
            kept,
            [.. encoded.Select(static one => new EncodedRecord(one.Quality.Name, one.Sha256, one.Bytes, one.BitsPerFrame, one.Psnr))],
            $"{id}.webp",
            0,
            writer.Write($"{id}.webp", strip.Encode([pixels])),
            mask
        );
    }

    // Around the middle of the face, moved into the frame: the same for all frames and qualities.
    private CropSquare Square(FaceLandmarks landmarks)
    {
        var (least, most) = landmarks.Bounds;
        var middle = (least + most) / 2;
        return new(Corner(middle.X), Corner(middle.Y), crop);

        int Corner(float centre) => Math.Clamp((int)MathF.Round(centre - (crop / 2f)), 0, options.Film.Side - crop);
    }
}
