using Lethe.Data;

namespace Lethe.Faces.Sets;

// A set of clips that grows on the disk: pictures, and a list of clips that grows line by line. Killed at any time it loses the clips that
// were in the making; opened again, it knows which are there, whole. A second process waits for the first.
internal sealed class FilmSetWriter : IDisposable
{
    // What to do where a set cannot be written.
    public const string Advice = "What is finished is kept; make room and run it again, or choose another folder with --out.";

    private readonly IDisposable held;
    private readonly string folder;
    private readonly string list;
    private readonly Dictionary<string, FilmRecord> done;
    private readonly Lock writing = new();

    private FilmSetWriter(IDisposable held, string folder, string list, IReadOnlyList<FilmRecord> clips)
    {
        (this.held, this.folder, this.list) = (held, folder, list);
        done = clips.Where(IsWhole).ToDictionary(static clip => clip.Id);
    }

    // list: the file of the list, in the folder. mayGrow: whether an earlier run may have known of fewer clips and identities.
    // LetheException: another set is there (Usage), or it cannot be written (Unwritable).
    public static async Task<FilmSetWriter> OpenAsync(
        string folder,
        string list,
        FilmSetHeader header,
        bool mayGrow,
        CancellationToken cancel
    )
    {
        LetheHome.Ensure(Path.Combine(folder, FilmSet.FilesName));
        var held = await FolderLock.TakeAsync(folder, cancel);
        try
        {
            var path = Path.Combine(folder, list);
            return new(held, folder, path, Guarded(path, () => Resume(path, header, mayGrow)));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    // Makes what is missing, several at a time. id: of the clip that comes of it. make: A clip, or why it has to be left out. Gives the
    // clips in the order wanted, and those left out by id, with the reason.
    public async Task<(IReadOnlyList<FilmRecord> Clips, IReadOnlyDictionary<string, string> Skipped)> FillAsync<T>(
        IReadOnlyList<T> wanted,
        Func<T, string> id,
        Func<T, CancellationToken, Task<(FilmRecord? Clip, string? Reason)>> make,
        int workers,
        IProgress<FilmSetProgress>? progress,
        CancellationToken cancel
    )
    {
        var missing = wanted.Where(one => !done.ContainsKey(id(one))).ToArray();
        var kept = wanted.Count - missing.Length;
        var skipped = new SortedDictionary<string, string>(StringComparer.Ordinal);
        progress?.Report(new(kept, wanted.Count, 0, "", null));
        await Parallel.ForEachAsync(
            missing,
            new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancel },
            async (one, stop) =>
            {
                var (clip, reason) = await make(one, stop);
                lock (writing)
                {
                    if (clip is null)
                    {
                        skipped[id(one)] = reason!;
                    }
                    else
                    {
                        Append(clip);
                        kept++;
                    }
                    progress?.Report(new(kept, wanted.Count, skipped.Count, id(one), reason));
                }
            }
        );
        return ([.. wanted.Where(one => done.ContainsKey(id(one))).Select(one => done[id(one)])], skipped);
    }

    // Writes one of the set's pictures. Gives its sha256.
    public string Write(string name, byte[] bytes)
    {
        WholeFile.Write(Path.Combine(folder, FilmSet.FilesName, name), Advice, bytes);
        return FileHash.Of(bytes);
    }

    public void Dispose() => held.Dispose();

    // The clips that the list names. Starts it if there is none.
    private static IReadOnlyList<FilmRecord> Resume(string path, FilmSetHeader header, bool mayGrow)
    {
        if (!File.Exists(path))
        {
            WholeFile.Write(path, Advice, FilmManifest.Line(header));
            return [];
        }
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var (before, clips, length) = FilmManifest.Read(stream, path);
        var same = mayGrow ? before with { Clips = header.Clips, Identities = header.Identities } : before;
        if (!FilmManifest.Line(same).AsSpan().SequenceEqual(FilmManifest.Line(header)))
        {
            throw LetheException.Usage(
                $"{Path.GetDirectoryName(path)} holds another set ({Words(before)}) than the one asked for ({Words(header)}), or one made "
                    + $"with other options. Choose another folder with --out, or delete that one."
            );
        }
        stream.SetLength(length); // without the half line of a writer that was killed
        return clips;

        static string Words(FilmSetHeader set) =>
            $"{set.Title}, seed {set.Seed}, {set.Identities} identities, {set.Frames} frames of {set.Crop} pixels, ffmpeg {set.Ffmpeg}";
    }

    private bool IsWhole(FilmRecord clip)
    {
        var path = Path.Combine(folder, FilmSet.FilesName, clip.File);
        return File.Exists(path) && FileHash.Of(path) == clip.Sha256;
    }

    private void Append(FilmRecord clip)
    {
        done[clip.Id] = Guarded(
            list,
            () =>
            {
                using var file = new FileStream(list, FileMode.Append, FileAccess.Write, FileShare.Read);
                file.Write(FilmManifest.Line(clip));
                file.Flush(flushToDisk: true);
                return clip;
            }
        );
    }

    private static T Guarded<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.Unwritable($"Cannot write {path}: {error.Message} {Advice}", error);
        }
    }
}
