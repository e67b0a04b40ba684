using System.Collections.Concurrent;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Faces.Paired;
using Lethe.Faces.Sets;

namespace Lethe.Faces.Published;

/// <summary>
/// Cuts the faces out of a published set, at every quality, into a <see cref="FilmSet"/>. Where the set has one quality only, c23 and c40
/// are made from it. Killed and started again, it makes only what is missing, and tries again what was left out.
/// </summary>
public sealed class RealSetBuilder
{
    /// <summary>The videos that were left out, a line each.</summary>
    public const string SkippedName = "skipped.txt";

    // Grows line by line; the set's own manifest is written when all is done.
    private const string JournalName = "videos.jsonl";

    private readonly IRealSet set;
    private readonly RealSetOptions options;
    private readonly Ffmpeg ffmpeg;
    private readonly RealVideoCropper cropper;
    private readonly FilmStrip strip;
    private readonly string detector;

    /// <exception cref="LetheException">Options that make no sense (Usage); no detector
    /// (NotFound).</exception>
    public RealSetBuilder(IRealSet set, RealSetOptions options, Ffmpeg ffmpeg)
    {
        RealSets.CheckFamilies(set, options.Families);
        (this.set, this.options, this.ffmpeg, cropper) = (set, options, ffmpeg, new(ffmpeg, options));
        strip = new(options.Size, VideoQuality.All.Count, options.Frames);
        if (options.Frames is < 1 or > 512 || options.Size is < 32 or > 1024 || !(options.Margin is >= 1 and <= 4) || strip.MostClips < 1)
        {
            throw LetheException.Usage(
                $"Crops have 32 to 1024 pixels a side, 1 to 4 times the face, of 1 to 512 frames a video that together are at most "
                    + $"{FilmStrip.LongestSide} pixels high; {options.Size}, {FormattableString.Invariant($"{options.Margin}")} and "
                    + $"{options.Frames} will not do."
            );
        }
        if (options.Workers < 1)
        {
            throw LetheException.Usage($"At least one video is worked on at a time, not {options.Workers}.");
        }
        using var tried = FaceFinders.Create(options.Detector);
        detector = tried.Name;
        if (options.Align && tried is HaarFinder)
        {
            throw LetheException.Usage(
                "The Haar cascade gives no points to align faces by: get the other detector with 'lethe data get yunet', or "
                    + "leave the faces as they are."
            );
        }
    }

    /// <returns>The crops, and the videos that were left out, with the reason; also in <c>skipped.txt</c>.</returns>
    /// <exception cref="LetheException">As <see cref="IRealSet.Videos"/>; another set is in <paramref name="output"/> (Usage), it cannot be
    /// written (Unwritable), or every video had to be left out (BadFile).</exception>
    public async Task<(FilmSet Set, IReadOnlyList<(string Video, string Reason)> Skipped)> BuildAsync(
        string folder,
        string output,
        IProgress<FilmSetProgress>? progress = null,
        CancellationToken cancel = default
    )
    {
        var videos = set.Videos(folder, options.Families);
        if (videos.Count == 0)
        {
            throw LetheException.NotFound($"There are no videos of {set.Title} in {folder}.");
        }
        if (!File.Exists(Path.Combine(output, JournalName)) && File.Exists(Path.Combine(output, FilmSet.ManifestName)))
        {
            throw LetheException.Usage($"{output} holds another set of clips. Choose another folder with --out.");
        }
        var header = Header(videos);
        using var writer = await FilmSetWriter.OpenAsync(output, JournalName, header, mayGrow: true, cancel);
        var detectors = new ConcurrentBag<IFaceFinder>();
        try
        {
            var (clips, skipped) = await writer.FillAsync(
                videos,
                static video => video.Id,
                (video, stop) => TryAsync(video, writer, detectors, stop),
                options.Workers,
                progress,
                cancel
            );
            (string, string)[] reasons = [.. skipped.Select(static one => (one.Key, one.Value))];
            return (Finish(header, clips, reasons, output), reasons);
        }
        finally
        {
            foreach (var one in detectors)
            {
                one.Dispose();
            }
        }
    }

    private async Task<(FilmRecord?, string?)> TryAsync(
        RealVideo video,
        FilmSetWriter writer,
        ConcurrentBag<IFaceFinder> detectors,
        CancellationToken cancel
    )
    {
        var one = detectors.TryTake(out var free) ? free : FaceFinders.Create(options.Detector);
        try
        {
            var (record, crops) = await cropper.CropAsync(video, one, cancel);
            var bytes = strip.Encode([strip.Pack((frame, quality) => crops[quality][frame])]);
            return (record with { Sha256 = writer.Write(record.File, bytes) }, null);
        }
        catch (Exception error)
            when (error is LetheException { ExitCode: ExitCode.BadFile or ExitCode.NotFound } or IOException or UnauthorizedAccessException)
        {
            // This is a video that cannot be read: what cannot be written has a code of its own.
            return (null, error.Message);
        }
        finally
        {
            detectors.Add(one);
        }
    }

    private FilmSetHeader Header(IReadOnlyList<RealVideo> videos) =>
        new(
            FilmSetHeader.CurrentFormat,
            $"{set.Title} ({string.Join(", ", options.Families)}), {(options.Align ? "aligned " : "")}crops of "
                + $"{FormattableString.Invariant($"{options.Margin}")} times the face, found by {detector}",
            set.Name,
            0,
            SplitShares.Default,
            null,
            options.Size,
            options.Frames,
            [.. VideoQuality.All.Select(static quality => quality.Name)],
            options.Families,
            People(videos.Select(static video => video.Identity)),
            videos.Count,
            ffmpeg.Version,
            ffmpeg.X264,
            [
                .. VideoQuality.All.Select(quality =>
                    set.Qualities.Contains(quality.Name)
                        ? $"as {set.Title} publishes it"
                        : $"made by the kit from the only quality there is: ffmpeg {VideoFrames.Compression(quality, ffmpeg)}"
                ),
            ]
        );

    private static int People(IEnumerable<string> identities) => identities.Distinct().Count();

    private static FilmSet Finish(
        FilmSetHeader header,
        IReadOnlyList<FilmRecord> clips,
        IReadOnlyList<(string Video, string Reason)> skipped,
        string output
    )
    {
        var lines = string.Concat(skipped.Select(static one => $"{one.Video}: {one.Reason.ReplaceLineEndings(" ")}\n"));
        WholeFile.Write(Path.Combine(output, SkippedName), FilmSetWriter.Advice, Encoding.UTF8.GetBytes(lines));
        if (clips.Count == 0)
        {
            throw LetheException.BadFile(
                $"None of the {skipped.Count} videos could be used. {skipped[0].Video}: {skipped[0].Reason} The others are in "
                    + $"{Path.Combine(output, SkippedName)}."
            );
        }
        var whole = header with { Clips = clips.Count, Identities = People(clips.Select(static clip => clip.Identity)) };
        byte[] manifest = [.. FilmManifest.Line(whole), .. clips.SelectMany(FilmManifest.Line)];
        WholeFile.Write(Path.Combine(output, FilmSet.ManifestName), FilmSetWriter.Advice, manifest);
        return FilmSet.Open(output);
    }
}
