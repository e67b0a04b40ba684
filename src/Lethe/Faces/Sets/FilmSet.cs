using System.Runtime.ExceptionServices;
using Lethe.Faces.Paired;

namespace Lethe.Faces.Sets;

/// <summary>
/// A data set of compressed clips: a manifest, and the crops as lossless WebP, which are decoded when they are read. Nothing in it is
/// trusted. It holds no file open.
/// </summary>
public sealed class FilmSet : IPairedImages
{
    /// <summary>The manifest of a set on disk.</summary>
    public const string ManifestName = "clips.jsonl";

    public const string FilesName = "clips";

    private readonly Func<string, Stream> open;
    private readonly Dictionary<string, int> clipsInFile;

    internal FilmSet(FilmSetHeader header, IReadOnlyList<FilmRecord> clips, string source, Func<string, Stream> open)
    {
        if (clips.Count != header.Clips)
        {
            throw LetheException.NotFound(
                $"{source} has {clips.Count} of {header.Clips} clips: it is not finished. Run the command that makes it again; "
                    + $"it goes on where it stopped."
            );
        }
        (Header, Clips, this.open) = (header, clips, open);
        clipsInFile = clips
            .GroupBy(static clip => clip.File)
            .ToDictionary(
                static file => file.Key,
                file =>
                    file.Select(static clip => clip.Row).Order().SequenceEqual(Enumerable.Range(0, file.Count()))
                    && file.Select(static clip => clip.Sha256).Distinct().Count() == 1
                        ? file.Count()
                        : throw LetheException.BadFile($"{source}: the clips of {file.Key} are not one below the other in one file.")
            );
        Frames = [.. clips.SelectMany(static clip => clip.Frames)];
    }

    public FilmSetHeader Header { get; }

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<FilmRecord> Clips { get; }

    public string Title => Header.Title;

    public IReadOnlyList<string> Qualities => Header.Qualities;

    public int Side => Header.Crop;

    /// <summary>The kept frames, clip by clip.</summary>
    public IReadOnlyList<PairedFrame> Frames { get; }

    /// <summary>Opens a finished set.</summary>
    /// <exception cref="LetheException">Not there or not finished (NotFound), or damaged
    /// (BadFile).</exception>
    public static FilmSet Open(string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path))
        {
            throw LetheException.NotFound(
                $"There is no set of clips in {folder} (no {ManifestName}). Make one with 'lethe faces make --out {folder}'."
            );
        }
        using var stream = OpenFile(path);
        var (header, clips, _) = FilmManifest.Read(stream, path);
        return new(header, clips, path, name => OpenFile(Path.Combine(folder, FilesName, name)));
    }

    /// <summary>The split that the set was made with: identities and donors are on the same side, unless a published set has it
    /// otherwise.</summary>
    public PairedSplit Split()
    {
        return new(Rows(SplitPart.Train), Rows(SplitPart.Validation), Rows(SplitPart.Test));

        int[] Rows(SplitPart part) =>
            [
                .. Clips
                    .Index()
                    .Where(at => at.Item.Part == part)
                    .SelectMany(at => Enumerable.Range(at.Index * Header.Frames, Header.Frames)),
            ];
    }

    /// <summary>All crops, decoded once.</summary>
    /// <exception cref="LetheException">A file is damaged (BadFile), or memory is short
    /// (Usage).</exception>
    public PairedMemory ToMemory()
    {
        var bytes = (long)Frames.Count * Qualities.Count * 3 * Side * Side;
        if (bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2)
        {
            throw LetheException.Usage($"{Title} takes {bytes >> 20} MB, more than half of this machine's memory. Read it from the disk.");
        }
        return new(Title, Qualities, Frames, Read([.. Enumerable.Range(0, Frames.Count)], Environment.ProcessorCount));
    }

    /// <inheritdoc/>
    /// <exception cref="LetheException">A file is damaged or gone (BadFile).</exception>
    public Tensor Read(IReadOnlyList<int> rows) => Read(rows, 1);

    private Tensor Read(IReadOnlyList<int> rows, int workers)
    {
        using var scope = NewDisposeScope();
        var images = zeros([rows.Count, Qualities.Count, 3, Side, Side], uint8);
        try
        {
            Parallel.ForEach(
                rows.Index().GroupBy(at => Clips[at.Item / Header.Frames].File),
                new ParallelOptions { MaxDegreeOfParallelism = workers },
                file =>
                {
                    var pixels = Decode(Clips[file.First().Item / Header.Frames]);
                    foreach (var (i, row) in file)
                    {
                        using var image = images.narrow(0, i, 1);
                        Header.Strip.Planes(Of(pixels, Clips[row / Header.Frames]), row % Header.Frames, image.bytes);
                    }
                }
            );
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]); // one damaged file is enough to hear of
        }
        return images.MoveToOuterDisposeScope();
    }

    public void Dispose() { }

    // A clip's crops: frames x crop rows of qualities x crop pixels of 3 bytes.
    internal byte[] Pixels(FilmRecord clip) => Of(Decode(clip), clip).ToArray();

    private byte[] Decode(FilmRecord clip)
    {
        using var stream = open(clip.File);
        return Header.Strip.Decode(stream, clip.File, clipsInFile[clip.File], clip.Sha256);
    }

    private ReadOnlySpan<byte> Of(byte[] file, FilmRecord clip) => file.AsSpan(clip.Row * Header.Strip.Bytes, Header.Strip.Bytes);

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile(
                $"Cannot read {path}: {error.Message} Run the command that made the set again: it makes only what is missing.",
                error
            );
        }
    }
}
