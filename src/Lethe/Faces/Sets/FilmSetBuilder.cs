using System.Numerics;
using System.Security.Cryptography;
using Lethe.Data;
using Lethe.Faces.Films;
using Lethe.Faces.Forgeries;
using Lethe.Faces.Paired;
using Lethe.Imaging;
using Lethe.Runtime;

namespace Lethe.Faces.Sets;

/// <summary>
/// Makes a set of clips on disk: forges, compresses, crops, one clip after the other on every core. Killed at any time, it loses the clips
/// it was working on; started
/// again, it makes only what is missing. A second process waits for the first.
/// </summary>
public sealed class FilmSetBuilder
{
    /// <summary>The family of faces that StyleGAN2 made whole.</summary>
    public const string WholeFaces = "stylegan2";

    private const string Advice = "What is there is kept; make room, or choose another folder with --out.";

    private readonly IFaceSource faces;
    private readonly FilmSetOptions options;
    private readonly Ffmpeg ffmpeg;
    private readonly FilmMaking make;
    private readonly int crop;
    private readonly int count; // of real faces; those made whole come after them
    private readonly Lock writing = new();

    /// <param name="faces">A face an identity.</param>
    /// <param name="options">What the set is to hold.</param>
    /// <param name="ffmpeg">From <see cref="Ffmpeg.Find"/>.</param>
    /// <exception cref="LetheException">Options that contradict each other or the source (<see cref="ExitCode.Usage"/>).</exception>
    public FilmSetBuilder(IFaceSource faces, FilmSetOptions options, Ffmpeg ffmpeg)
        : this(faces, options, ffmpeg, null) { }

    /// <summary>Makes a clip.</summary>
    internal delegate Film FilmMaking(int identity, string family, int? donor, int seed);

    internal FilmSetBuilder(IFaceSource faces, FilmSetOptions options, Ffmpeg ffmpeg, FilmMaking? make)
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
        if (options.Families.FirstOrDefault(static family => !ForgeryCatalog.Names.Contains(family)) is { } unknown)
        {
            throw LetheException.Usage(
                $"There is no family of forgeries '{unknown}'; there are {string.Join(", ", ForgeryCatalog.Names)}."
            );
        }
    }

    /// <summary>Makes what is missing of the set in <paramref name="folder"/>.</summary>
    /// <exception cref="LetheException">Another set is there (<see cref="ExitCode.Usage"/>), it cannot be written
    /// (<see cref="ExitCode.Unwritable"/>), or ffmpeg failed (<see cref="ExitCode.Failed"/>).</exception>
    public async Task<FilmSet> BuildAsync(string folder, IProgress<FilmSetProgress>? progress = null, CancellationToken cancel = default)
    {
        LetheHome.Ensure(Path.Combine(folder, FilmSet.FilesName));
        using var held = await FolderLock.TakeAsync(folder, cancel);
        var names = Enumerable.Range(0, Total).Select(i => faces.Get(i, options.Film.Side).Identity).ToArray();
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            throw LetheException.Usage($"{faces.Title} has two faces of one name; a split by identity needs a name for each.");
        }
        var parts = Splits.Parts(names, options.Seed, options.Shares);
        var jobs = Enumerable
            .Range(0, names.Length)
            .SelectMany(i =>
                (i < count ? options.Families.Distinct().Prepend(Film.Real) : [WholeFaces]).Select(family => (Identity: i, Family: family))
            )
            .ToArray();
        var header = Header(jobs.Length);
        var done = Resume(folder, header);
        var at = done.Count;
        progress?.Report(new(at, jobs.Length, ""));
        var missing = jobs.Where(job => !done.Contains(Id(job.Identity, job.Family)));
        var encoder = new FilmEncoder(ffmpeg, options.Qualities);
        await Parallel.ForEachAsync(
            missing,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancel },
            async (job, cancel) =>
            {
                var record = await MakeAsync(folder, job.Identity, job.Family, names, parts, encoder, header, cancel);
                lock (writing)
                {
                    Append(Path.Combine(folder, FilmSet.ManifestName), FilmManifest.Line(record));
                    progress?.Report(new(++at, jobs.Length, record.Id));
                }
            }
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
        family == WholeFaces
            ? FilmMaker.Make(faces, identity, Film.Real, null, seed, options.Film) with
            {
                Family = WholeFaces,
            } // nothing to forge
            : FilmMaker.Make(faces, identity, family, donor, seed, options.Film);

    private static string Id(int identity, string family) => $"{identity:D4}-{family}";

    private async Task<FilmRecord> MakeAsync(
        string folder,
        int identity,
        string family,
        string[] names,
        IReadOnlyDictionary<string, SplitPart> parts,
        FilmEncoder encoder,
        FilmSetHeader header,
        CancellationToken cancel
    )
    {
        var id = Id(identity, family);
        var others = Enumerable.Range(0, count).Where(i => i != identity && parts[names[i]] == parts[names[identity]]).ToArray();
        int? donor =
            family is not (Film.Real or WholeFaces) && ForgeryCatalog.Get(family).NeedsDonor
                ? others[RandomStream.For(options.Seed, "donor", names[identity], family).Next(others.Length)]
                : null;
        // the same camera for the real clip and the forged ones
        var seed = RandomStream.For(options.Seed, "clip", names[identity]).Next(int.MaxValue);
        var clip = make(identity, family, donor, seed) with { Id = id };
        var encoded = await encoder.EncodeAsync(clip, cancel);
        // the middles of equal pieces
        int[] kept = [.. Enumerable.Range(0, options.Frames).Select(i => ((2 * i) + 1) * clip.Frames.Count / (2 * options.Frames))];
        var (left, top) = Corner(faces.Get(identity, options.Film.Side).Landmarks);
        var file = header.Strip.Encode([header.Strip.Pack((frame, quality) => Cut(encoded[quality].Frames[kept[frame]], left, top))]);
        var mask = options.Masks && clip.Mask is not null ? $"{id}.mask.png" : null;
        if (mask is not null)
        {
            Write(Path.Combine(folder, FilmSet.FilesName, mask), GreyPng.Encode(clip.Mask!, clip.Side));
        }
        Write(Path.Combine(folder, FilmSet.FilesName, $"{id}.webp"), file);
        return new(
            id,
            clip.Identity,
            clip.Donor,
            family,
            parts[names[identity]],
            seed,
            clip.Parameters,
            left,
            top,
            kept,
            [.. encoded.Select(static one => new EncodedRecord(one.Quality.Name, one.Sha256, one.Bytes, one.BitsPerFrame, one.Psnr))],
            $"{id}.webp",
            0,
            Convert.ToHexStringLower(SHA256.HashData(file)),
            mask
        );
    }

    // The square around the middle of the face, moved into the frame: the same for all frames and qualities.
    private (int Left, int Top) Corner(FaceLandmarks landmarks)
    {
        var (least, most) = landmarks.Outline.Aggregate(
            (landmarks.Outline[0], landmarks.Outline[0]),
            static (box, point) => (Vector2.Min(box.Item1, point), Vector2.Max(box.Item2, point))
        );
        var middle = (least + most) / 2;
        return (Clamp(middle.X), Clamp(middle.Y));

        int Clamp(float centre) => Math.Clamp((int)MathF.Round(centre - (crop / 2f)), 0, options.Film.Side - crop);
    }

    private byte[] Cut(byte[] frame, int left, int top)
    {
        var square = new byte[crop * crop * 3];
        for (var y = 0; y < crop; y++)
        {
            frame.AsSpan((((top + y) * options.Film.Side) + left) * 3, crop * 3).CopyTo(square.AsSpan(y * crop * 3));
        }
        return square;
    }

    // The clips that are there, whole. Starts the manifest if there is none.
    private static HashSet<string> Resume(string folder, FilmSetHeader header)
    {
        var path = Path.Combine(folder, FilmSet.ManifestName);
        if (!File.Exists(path))
        {
            Write(path, FilmManifest.Line(header));
            return [];
        }
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var (before, clips, length) = FilmManifest.Read(stream, path);
        if (!FilmManifest.Line(before).AsSpan().SequenceEqual(FilmManifest.Line(header)))
        {
            throw LetheException.Usage(
                $"{folder} holds another set ({before.Title}, seed {before.Seed}, {before.Identities} identities, "
                    + $"{before.Crop} pixels, ffmpeg {before.Ffmpeg}) than the one asked for ({header.Title}, seed {header.Seed}, "
                    + $"{header.Identities} identities, {header.Crop} pixels, ffmpeg {header.Ffmpeg}). Choose another folder with "
                    + $"--out, or delete that one."
            );
        }
        stream.SetLength(length); // without what a killed writer left
        return [.. clips.Where(clip => File.Exists(Strip(clip)) && FileHash.Of(Strip(clip)) == clip.Sha256).Select(static clip => clip.Id)];

        string Strip(FilmRecord clip) => Path.Combine(folder, FilmSet.FilesName, clip.File);
    }

    private static void Append(string path, byte[] line)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.Unwritable($"Cannot write {path}: {error.Message} {Advice}", error);
        }
    }

    private static void Write(string path, byte[] bytes) => WholeFile.Write(path, Advice, bytes);
}
