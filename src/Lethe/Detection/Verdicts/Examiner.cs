using System.Diagnostics;
using Lethe.Faces;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Imaging;
using Lethe.Runtime;

namespace Lethe.Detection.Verdicts;

/// <summary>
/// Examines pictures and videos: finds faces, keeps those at least half as large as the largest, has the detector look at each. A frame
/// scores as its highest face, a video as the mean of its frames
/// with faces.
/// </summary>
/// <param name="package">The detector.</param>
/// <param name="faces">Null for <see cref="ExamineOptions.Whole"/>.</param>
/// <param name="options">How.</param>
public sealed class Examiner(DetectorPackage package, IFaceFinder? faces, ExamineOptions options)
{
    private const double SmallestShare = 0.5; // of the largest face's area
    private const double SmallFace = 48; // pixels: below, a crop is mostly invented by scaling

    private readonly UnsureBand band = options.Band ?? package.Facts.Band;

    /// <summary>Examines one file. What is wrong with a file becomes a <see cref="FileVerdict.Refusal"/>; what is wrong with the detector
    /// or the machine is thrown.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asked for it.</exception>
    public FileVerdict Examine(InputFile file, IProgress<ExamineProgress>? progress = null, CancellationToken cancellation = default)
    {
        var verdict = new FileVerdict(file.Path) { Format = file.Type?.Name, IsVideo = file.Type?.Kind == MediaKind.Video };
        if (file.Refusal is not null)
        {
            return verdict with { Refusal = file.Refusal, Code = file.Code };
        }
        if (MediaType.NameOf(file.Path) is { } named && named != file.Type!.Name)
        {
            verdict = verdict with { Notes = [$"Named like {named}, but is {file.Type.Name}."] };
        }
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return verdict.IsVideo ? Video(verdict, progress, cancellation) : Still(verdict, progress, cancellation);
        }
        catch (LetheException error) when (error.ExitCode is ExitCode.BadFile or ExitCode.NotFound or ExitCode.NoDevice)
        {
            return verdict with { Refusal = Short(error.Message, file.Path), Code = error.ExitCode };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return verdict with { Refusal = $"The file cannot be read: {error.Message}", Code = ExitCode.BadFile };
        }
    }

    private FileVerdict Still(FileVerdict verdict, IProgress<ExamineProgress>? progress, CancellationToken cancellation)
    {
        var picture = PictureFile.Read(verdict.Path);
        var frame = Look(picture, 0, withStrip: true, cancellation);
        progress?.Report(new(verdict.Path, 1, 1));
        return (verdict with { Width = picture.Width, Height = picture.Height, Notes = [.. verdict.Notes, .. picture.Notes] }).With(
            [frame],
            band
        );
    }

    private IEnumerable<StripCompression> Compressions(CancellationToken cancellation) =>
        options.Jpeg.Select(StripCompression.Jpeg).Concat(StripCompression.Crf(options.Crf, cancellation));

    private FileVerdict Video(FileVerdict verdict, IProgress<ExamineProgress>? progress, CancellationToken cancellation)
    {
        var (ffmpeg, source) = (FindFfmpeg(), VideoSource.File(verdict.Path));
        var (strict, lenient) = (new VideoFrames(ffmpeg), new VideoFrames(ffmpeg) { IsLenient = true });
        // Pictures in the file are counted quickly. Where fewer are shown, they are counted by decoding; where that fails, what can be
        // decoded is.
        return Attempt(strict, strict.ProbeAsync)
            ?? Attempt(strict, strict.CountAsync)
            ?? Video(verdict, lenient, source, Count(lenient.CountAsync), progress, cancellation);

        VideoInfo Count(Func<VideoSource, CancellationToken, Task<VideoInfo>> count) =>
            Task.Run(() => count(source, cancellation), cancellation).GetAwaiter().GetResult();

        FileVerdict? Attempt(VideoFrames reader, Func<VideoSource, CancellationToken, Task<VideoInfo>> count)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                return Video(verdict, reader, source, Count(count), progress, cancellation);
            }
            catch (LetheException error) when (error.ExitCode == ExitCode.BadFile && clock.Elapsed < VideoLimits.Default.Time)
            {
                return null;
            }
        }
    }

    private FileVerdict Video(
        FileVerdict verdict,
        VideoFrames reader,
        VideoSource source,
        VideoInfo info,
        IProgress<ExamineProgress>? progress,
        CancellationToken cancellation
    )
    {
        var wanted = VideoFrames.Spaced(info.Frames, Math.Min(options.Frames, info.Frames));
        var measured = VideoFrames.Spaced(wanted.Count, Math.Min(options.StripFrames, wanted.Count)).Select(i => wanted[i]).ToHashSet();
        var frames = new List<FrameVerdict>();
        foreach (var frame in reader.ReadAsync(source, info, wanted, cancellation).ToBlockingEnumerable(cancellation))
        {
            frames.Add(Look(new(frame.Rgb, frame.Width, frame.Height, []), frame.Index, measured.Contains(frame.Index), cancellation));
            verdict = verdict with { Width = frame.Width, Height = frame.Height };
            progress?.Report(new(verdict.Path, frames.Count, wanted.Count));
        }
        return (verdict with { Notes = [.. verdict.Notes, .. Notes(info)] }).With(frames, band);
    }

    private static IEnumerable<string> Notes(VideoInfo info)
    {
        if (info.Lost > 0)
        {
            yield return $"The film is damaged: {info.Lost} of its {info.Frames + info.Lost} frames cannot be decoded; only the others were "
                + $"examined.";
        }
        if (info.Light != VideoLight.Ordinary)
        {
            yield return $"High dynamic range ({info.Light.ToString().ToUpperInvariant()}): examined as an ordinary screen would show it.";
        }
    }

    private static Ffmpeg FindFfmpeg()
    {
        try
        {
            return Ffmpeg.Find();
        }
        catch (LetheException error)
        {
            throw new LetheException(error.ExitCode, $"Reading a video needs ffmpeg. {error.Message}", error);
        }
    }

    // The reader of videos begins with the path, which stands before the sentence anyway, and ends with all of ffmpeg's arguments.
    private static string Short(string message, string path)
    {
        var sentence = message.StartsWith($"{path} ", StringComparison.Ordinal) ? $"The file{message[path.Length..]}" : message;
        return sentence.Split(" (its arguments: ")[0];
    }

    private FrameVerdict Look(DecodedPicture picture, int index, bool withStrip, CancellationToken cancellation)
    {
        var (found, leftOut) = Faces(picture);
        return new(index, [.. found.Select(face => Look(picture, face.Box, face.Square, withStrip, cancellation))]) { LeftOut = leftOut };
    }

    private FaceVerdict Look(DecodedPicture picture, FaceBox box, CropSquare square, bool withStrip, CancellationToken cancellation)
    {
        var region = new FaceRegion(picture, square);
        var (points, crops) = (
            new List<StripPoint> { new(StripPoint.Original, 0, null) },
            new List<byte[]> { region.Crop(package.Facts.Side) }
        );
        foreach (var compression in withStrip ? Compressions(cancellation) : [])
        {
            cancellation.ThrowIfCancellationRequested();
            var point = compression.Point;
            try
            {
                if (compression.Apply is { } apply)
                {
                    crops.Add(region.Crop(package.Facts.Side, apply));
                }
            }
            catch (LetheException error) when (error.ExitCode == ExitCode.Failed)
            {
                point = point with { Why = $"not measured ({error.Message})" };
            }
            points.Add(point);
        }
        var logits = package.Logits(crops);
        var measured = 0;
        var strip = new RobustnessStrip(
            [
                .. points.Select(point =>
                    point.Why is null ? point with { Probability = package.Facts.Probability(logits[measured++]) } : point
                ),
            ],
            band
        );
        var probability = package.Facts.Probability(logits[0]);
        return new(box, logits[0], probability, band.Of(probability), withStrip ? strip : null, crops[0], Notes(box, square));
    }

    private (IReadOnlyList<(FaceBox Box, CropSquare Square)> Found, int LeftOut) Faces(DecodedPicture picture)
    {
        if (faces is null)
        {
            var side = Math.Min(picture.Width, picture.Height);
            var middle = new CropSquare((picture.Width - side) / 2, (picture.Height - side) / 2, side);
            return ([(new FaceBox(middle.Left, middle.Top, side, side), middle)], 0);
        }
        var found = faces.Find(picture.Rgb, picture.Width, picture.Height);
        var large = found.Where(face => face.Box.Area >= SmallestShare * found[0].Box.Area).ToList();
        return (
            [.. large.Select(face => (face.Box, FaceCrop.Square(face.Box, picture.Width, picture.Height, package.Facts.Margin)))],
            found.Count - large.Count
        );
    }

    private static string[] Notes(FaceBox box, CropSquare square) =>
        Math.Max(box.Width, box.Height) < SmallFace
            ? [FormattableString.Invariant($"This face is only {Math.Max(box.Width, box.Height):0} pixels large: little to judge by.")]
            : [];
}
