using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Lethe.Data;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Faces.Paired;
using Lethe.Faces.Sets;
using Lethe.Runtime;

namespace Lethe.Faces.Published;

/// <summary>
/// Cuts the faces out of a published set, at every quality, into a <see cref="FilmSet"/>. Where the set has one quality only, c23 and c40
/// are made from it. Killed at
/// any time it loses the videos it was working on; started again, it makes only what is missing, and tries again what was left out.
/// </summary>
public sealed class RealSetBuilder
{
    /// <summary>The videos that were left out, a line each.</summary>
    public const string SkippedName = "skipped.txt";

    // Grows line by line; the set's own manifest is written when all is done.
    private const string JournalName = "videos.jsonl";

    private const string Advice = "What is finished is kept; free some space and run it again.";

    private readonly IRealSet set;
    private readonly RealSetOptions options;
    private readonly Ffmpeg ffmpeg;
    private readonly RealVideoCropper cropper;
    private readonly string detector;
    private readonly Lock writing = new();

    /// <exception cref="LetheException">Options that make no sense (<see cref="ExitCode.Usage"/>); no detector
    /// (<see cref="ExitCode.NoDevice"/>, <see cref="ExitCode.NotFound"/>).</exception>
    public RealSetBuilder(IRealSet set, RealSetOptions options, Ffmpeg ffmpeg)
    {
        RealSets.CheckFamilies(set, options.Families);
        if (
            options.Frames is < 1 or > 512
            || options.Size is < 32 or > 1024
            || !(options.Margin is >= 1 and <= 4)
            || new FilmStrip(options.Size, VideoQuality.All.Count, options.Frames).MostClips < 1
        )
        {
            throw LetheException.Usage(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Crops have 32 to 1024 pixels a side, 1 to 4 times the face, of 1 to 512 frames a video that together are "
                        + $"at most {FilmStrip.LongestSide} pixels high; {options.Size}, {options.Margin} and {options.Frames} will "
                        + $"not do."
                )
            );
        }
        if (options.Workers < 1)
        {
            throw LetheException.Usage($"At least one video is worked on at a time, not {options.Workers}.");
        }
        (this.set, this.options, this.ffmpeg, cropper) = (set, options, ffmpeg, new(ffmpeg, options));
        using var tried = FaceFinders.Create(options.Detector);
        detector = tried.Name;
        if (options.Align && detector == "haar")
        {
            throw LetheException.Usage(
                "The Haar cascade gives no points to align faces by: get the other detector with 'lethe data get yunet', or "
                    + "leave the faces as they are."
            );
        }
    }

    /// <param name="folder">The set's, as its authors lay it out.</param>
    /// <param name="output">Where the crops go.</param>
    /// <exception cref="LetheException">
    /// As <see cref="IRealSet.Videos"/>; another set is in <paramref name="output"/> (<see cref="ExitCode.Usage"/>), it cannot be written
    /// (<see cref="ExitCode.Unwritable"/>), or every video had to be left out (<see cref="ExitCode.BadFile"/>).
    /// </exception>
    public async Task<RealSetResult> BuildAsync(
        string folder,
        string output,
        IProgress<RealSetProgress>? progress = null,
        CancellationToken cancel = default
    )
    {
        var videos = set.Videos(folder, options.Families);
        if (videos.Count == 0)
        {
            throw LetheException.NotFound($"There are no videos of {set.Title} in {folder}.");
        }
        LetheHome.Ensure(Path.Combine(output, FilmSet.FilesName));
        using var held = await FolderLock.TakeAsync(output, cancel);
        var header = HeaderOf(videos);
        var done = Resume(header, output);
        var missing = videos.Where(video => !done.ContainsKey(video.Id)).ToArray();
        var skipped = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var kept = videos.Count - missing.Length;
        progress?.Report(new(kept, videos.Count, 0, "", null));
        using (
            var journal = Guard(
                () => new FileStream(Path.Combine(output, JournalName), FileMode.Append, FileAccess.Write, FileShare.Read),
                output
            )
        )
        {
            if (journal.Length == 0)
            {
                Guard(() => Append(journal, FilmManifest.Line(header)), output);
            }
            var detectors = new ConcurrentBag<IFaceFinder>();
            try
            {
                await Parallel.ForEachAsync(
                    missing,
                    new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancel },
                    async (video, stop) =>
                    {
                        var record = await TryAsync(video, output, detectors, skipped, stop);
                        lock (writing)
                        {
                            if (record is not null)
                            {
                                Guard(() => Append(journal, FilmManifest.Line(record)), output);
                                done[video.Id] = record;
                                kept++;
                            }
                            progress?.Report(new(kept, videos.Count, skipped.Count, video.Id, skipped.GetValueOrDefault(video.Id)));
                        }
                    }
                );
            }
            finally
            {
                foreach (var one in detectors)
                {
                    one.Dispose();
                }
            }
        }
        return Finish(header, [.. videos.Where(video => done.ContainsKey(video.Id)).Select(video => done[video.Id])], skipped, output);
    }

    private async Task<FilmRecord?> TryAsync(
        RealVideo video,
        string output,
        ConcurrentBag<IFaceFinder> detectors,
        ConcurrentDictionary<string, string> skipped,
        CancellationToken cancel
    )
    {
        var one = detectors.TryTake(out var free) ? free : FaceFinders.Create(options.Detector);
        try
        {
            var (record, crops) = await cropper.CropAsync(video, one, cancel);
            var strip = new FilmStrip(options.Size, VideoQuality.All.Count, options.Frames);
            var bytes = strip.Encode([strip.Pack((frame, quality) => crops[quality][frame])]);
            WholeFile.Write(Path.Combine(output, FilmSet.FilesName, record.File), Advice, bytes);
            return record with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
        }
        catch (LetheException error) when (error.ExitCode is ExitCode.BadFile or ExitCode.NotFound)
        {
            skipped[video.Id] = error.Message;
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What is written is guarded: this is a video that cannot be read.
            skipped[video.Id] = error.Message;
            return null;
        }
        finally
        {
            detectors.Add(one);
        }
    }

    private FilmSetHeader HeaderOf(IReadOnlyList<RealVideo> videos) =>
        new(
            FilmSetHeader.CurrentFormat,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{set.Title} ({string.Join(", ", options.Families)}), {(options.Align ? "aligned " : "")}crops of "
                    + $"{options.Margin} times the face, found by {detector}"
            ),
            set.Name,
            0,
            SplitShares.Default,
            null,
            options.Size,
            options.Frames,
            [.. VideoQuality.All.Select(static quality => quality.Name)],
            options.Families,
            videos.Select(static video => video.Identity).Distinct(StringComparer.Ordinal).Count(),
            videos.Count,
            ffmpeg.Version,
            ffmpeg.X264,
            [
                .. VideoQuality.All.Select(quality =>
                    set.Qualities.Contains(quality.Name)
                        ? $"as {set.Title} publishes it"
                        : $"made by the kit from the only quality there is: ffmpeg "
                            + $"{string.Join(' ', VideoFrames.Compression(quality, ffmpeg))}"
                ),
            ]
        );

    // The videos that earlier runs finished and whose crops are intact.
    private static Dictionary<string, FilmRecord> Resume(FilmSetHeader header, string output)
    {
        var path = Path.Combine(output, JournalName);
        if (!File.Exists(path))
        {
            return File.Exists(Path.Combine(output, FilmSet.ManifestName))
                ? throw LetheException.Usage($"{output} holds another set of clips. Choose another folder with --out.")
                : new(StringComparer.Ordinal);
        }
        using var journal = Guard(() => new FileStream(path, FileMode.Open, FileAccess.ReadWrite), output);
        if (journal.Length == 0)
        {
            return new(StringComparer.Ordinal);
        }
        var (old, records, length) = FilmManifest.Read(journal, path);
        if (!FilmManifest.Line(Settings(old)).AsSpan().SequenceEqual(FilmManifest.Line(Settings(header))))
        {
            throw LetheException.Usage(
                $"{output} holds another set, or crops made with other options or another ffmpeg: {old.Title}, {old.Frames} "
                    + $"frames of {old.Crop} pixels, ffmpeg {old.Ffmpeg}. Choose another folder with --out, or delete this one."
            );
        }
        // A line that was half written when the process died.
        Guard(() => journal.SetLength(length), output);
        return records.Where(record => Intact(record, output)).ToDictionary(static record => record.Id, StringComparer.Ordinal);
    }

    // Videos may be added to a set later.
    private static FilmSetHeader Settings(FilmSetHeader header) => header with { Clips = 1, Identities = 1 };

    private static bool Intact(FilmRecord record, string output)
    {
        var path = Path.Combine(output, FilmSet.FilesName, record.File);
        return File.Exists(path) && FileHash.Of(path) == record.Sha256;
    }

    private static RealSetResult Finish(
        FilmSetHeader header,
        IReadOnlyList<FilmRecord> records,
        ConcurrentDictionary<string, string> skipped,
        string output
    )
    {
        var left = skipped.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => (one.Key, one.Value)).ToArray();
        WholeFile.Write(
            Path.Combine(output, SkippedName),
            Advice,
            (byte[])
                [.. left.SelectMany(static one => System.Text.Encoding.UTF8.GetBytes($"{one.Key}: {one.Value.ReplaceLineEndings(" ")}\n"))]
        );
        if (records.Count == 0)
        {
            throw LetheException.BadFile(
                $"None of the {left.Length} videos could be used. {left[0].Key}: {left[0].Value} The others are in "
                    + $"{Path.Combine(output, SkippedName)}."
            );
        }
        var whole = header with
        {
            Clips = records.Count,
            Identities = records.Select(static record => record.Identity).Distinct(StringComparer.Ordinal).Count(),
        };
        WholeFile.Write(
            Path.Combine(output, FilmSet.ManifestName),
            Advice,
            (byte[])[.. FilmManifest.Line(whole), .. records.SelectMany(FilmManifest.Line)]
        );
        return new(FilmSet.Open(output), left);
    }

    private static void Append(FileStream journal, byte[] line)
    {
        journal.Write(line);
        journal.Flush(flushToDisk: true);
    }

    private static void Guard(Action write, string output) =>
        Guard(
            () =>
            {
                write();
                return true;
            },
            output
        );

    private static T Guard<T>(Func<T> write, string output)
    {
        try
        {
            return write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.Unwritable($"Cannot write in {output}: {error.Message} {Advice}", error);
        }
    }
}
