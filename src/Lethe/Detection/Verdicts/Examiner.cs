using System.Diagnostics;
using Lethe.Faces;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Imaging;

namespace Lethe.Detection.Verdicts;

/// <summary>
/// Examines pictures and videos: finds faces, keeps those at least half as large as the largest, has the detector look at each. A frame
/// scores as its highest face, a video as the mean of its frames with faces.
/// </summary>
/// <param name="faces">Null for <see cref="ExamineOptions.Whole"/>.</param>
public sealed class Examiner(DetectorPackage package, IFaceFinder? faces, ExamineOptions options)
{
    private const double SmallestShare = 0.5; // of the largest face's area
    private const double SmallFace = 48; // pixels: below, a crop is mostly invented by scaling

    private readonly UnsureBand band = options.Band ?? package.Facts.Band;

    /// <summary>What is wrong with a file becomes a <see cref="FileVerdict.Refusal"/>; what is wrong with the detector or the machine is
    /// thrown.</summary>
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

    // The reader of videos begins with the path, which stands before the sentence anyway, and ends with all of ffmpeg's arguments.
    private static string Short(string message, string path)
    {
        var sentence = message.StartsWith($"{path} ", StringComparison.Ordinal) ? $"The file{message[path.Length..]}" : message;
        return sentence.Split(" (its arguments: ")[0];
    }

    private FileVerdict Still(FileVerdict verdict, IProgress<ExamineProgress>? progress, CancellationToken cancellation)
    {
        var picture = PictureFile.Read(verdict.Path);
        var frame = Look(picture, 0, withStrip: true, cancellation);
        progress?.Report(new(verdict.Path, 1, 1));
        return Of(verdict, picture.Width, picture.Height, picture.Notes, [frame]);
    }

    // Pictures in the file are counted quickly. Where fewer are shown, they are counted by decoding; where that fails, what can be decoded
    // is.
    private FileVerdict Video(FileVerdict verdict, IProgress<ExamineProgress>? progress, CancellationToken cancellation)
    {
        var (ffmpeg, source) = (FindFfmpeg(), VideoSource.File(verdict.Path));
        var (strict, lenient) = (new VideoFrames(ffmpeg), new VideoFrames(ffmpeg) { IsLenient = true });
        return Attempt(strict.ProbeAsync) ?? Attempt(strict.CountAsync) ?? Examined(lenient, lenient.CountAsync);

        FileVerdict? Attempt(Func<VideoSource, CancellationToken, Task<VideoInfo>> count)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                return Examined(strict, count);
            }
            catch (LetheException error) when (error.ExitCode == ExitCode.BadFile && clock.Elapsed < VideoLimits.Default.Time)
            {
                return null;
            }
        }

        FileVerdict Examined(VideoFrames reader, Func<VideoSource, CancellationToken, Task<VideoInfo>> count)
        {
            var info = Task.Run(() => count(source, cancellation), cancellation).GetAwaiter().GetResult();
            var wanted = VideoFrames.Spaced(info.Frames, Math.Min(options.Frames, info.Frames));
            var measured = VideoFrames.Spaced(wanted.Count, Math.Min(options.StripFrames, wanted.Count)).Select(i => wanted[i]).ToHashSet();
            var frames = new List<FrameVerdict>();
            var (width, height) = (0, 0);
            foreach (var frame in reader.ReadAsync(source, info, wanted, cancellation).ToBlockingEnumerable(cancellation))
            {
                (width, height) = (frame.Width, frame.Height);
                frames.Add(Look(new(frame.Rgb, width, height, []), frame.Index, measured.Contains(frame.Index), cancellation));
                progress?.Report(new(verdict.Path, frames.Count, wanted.Count));
            }
            return Of(verdict, width, height, Notes(info), frames);
        }
    }

    private FileVerdict Of(FileVerdict verdict, int width, int height, IEnumerable<string> notes, IReadOnlyList<FrameVerdict> frames) =>
        (verdict with { Width = width, Height = height, Notes = [.. verdict.Notes, .. notes] }).With(frames, band);

    private static IEnumerable<string> Notes(VideoInfo info)
    {
        if (info.Lost > 0)
        {
            yield return $"The film is damaged: {info.Lost} of its {info.Frames + info.Lost} frames cannot be decoded; only the others "
                + $"were examined.";
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

    private FrameVerdict Look(DecodedPicture picture, int index, bool withStrip, CancellationToken cancellation)
    {
        var (width, height) = (picture.Width, picture.Height);
        if (faces is null)
        {
            var side = Math.Min(width, height);
            var middle = new CropSquare((width - side) / 2, (height - side) / 2, side);
            return new(index, [Look(picture, new(middle.Left, middle.Top, side, side), middle, withStrip, cancellation)]);
        }
        var found = faces.Find(picture.Rgb, width, height);
        var large = found.Select(static face => face.Box).Where(box => box.Area >= SmallestShare * found[0].Box.Area).ToList();
        return new(
            index,
            [.. large.Select(box => Look(picture, box, FaceCrop.Square(box, width, height, package.Facts.Margin), withStrip, cancellation))]
        )
        {
            LeftOut = found.Count - large.Count,
        };
    }

    private FaceVerdict Look(DecodedPicture picture, FaceBox box, CropSquare square, bool withStrip, CancellationToken cancellation)
    {
        var (region, side) = (new FaceRegion(picture, square), package.Facts.Side);
        var (points, crops) = (new List<StripPoint> { new(StripPoint.Original, 0, null) }, new List<byte[]> { region.Crop(side) });
        foreach (
            var (point, compress) in withStrip
                ? options.Jpeg.Select(StripCompression.Jpeg).Concat(StripCompression.Crf(options.Crf, cancellation))
                : []
        )
        {
            cancellation.ThrowIfCancellationRequested();
            points.Add(point);
            try
            {
                if (compress is not null)
                {
                    crops.Add(region.Crop(side, compress));
                }
            }
            catch (LetheException error) when (error.ExitCode == ExitCode.Failed)
            {
                points[^1] = point with { Why = $"not measured ({error.Message})" };
            }
        }
        var logits = package.Logits(crops);
        var seen = new Queue<double>(logits.Select(package.Facts.Probability));
        var strip = points.Select(point => point.Why is null ? point with { Probability = seen.Dequeue() } : point).ToList();
        var (probability, large) = (strip[0].Probability!.Value, Math.Max(box.Width, box.Height));
        string[] notes =
            large < SmallFace ? [FormattableString.Invariant($"This face is only {large:0} pixels large: little to judge by.")] : [];
        return new(box, logits[0], probability, band.Of(probability), withStrip ? new(strip, band) : null, crops[0], notes);
    }
}
