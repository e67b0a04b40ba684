using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Lethe.Faces.Films;

/// <summary>Reads single frames of a video through ffmpeg.</summary>
public sealed class VideoFrames(Ffmpeg ffmpeg, VideoLimits? limits = null)
{
    // Frames are asked for in parts of this size; a part is a pass over the video.
    private const long MostBytesAtOnce = 256L << 20;

    // Longer than any header of a picture, and any line of the list of packets.
    private const int HeaderBytes = 64;
    private const int LineBytes = 128;

    private readonly VideoLimits limits = limits ?? VideoLimits.Default;

    /// <summary>Goes on behind damage: pictures that cannot be decoded without error are left out, instead of refusing the video.</summary>
    public bool IsLenient { get; init; }

    /// <summary>Which frames: <paramref name="wanted"/> of <paramref name="count"/>, evenly spaced from the first to the last, rounded
    /// down.</summary>
    public static IReadOnlyList<int> Spaced(int count, int wanted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, wanted);
        // i (count - 1) / (wanted - 1)
        return [.. Enumerable.Range(0, wanted).Select(i => wanted == 1 ? 0 : (int)((long)i * (count - 1) / (wanted - 1)))];
    }

    /// <summary>Counts the pictures without decoding them.</summary>
    /// <exception cref="LetheException">Not there (NotFound); not a video, damaged, or larger than the limits
    /// (BadFile).</exception>
    public async Task<VideoInfo> ProbeAsync(VideoSource source, CancellationToken cancel = default)
    {
        source.Check(limits);
        // Without copyinkf copying leaves out what comes before the first key frame, which may be damage.
        var lines = await ListAsync(source, false, $"-map 0:v:0? -c copy{(IsLenient ? " -copyinkf" : "")}", cancel);
        var frames = lines.Count(IsPicture);
        // "#dimensions 0: 1920x1080"
        var sizes = lines.FirstOrDefault(static line => line.StartsWith("#dimensions", StringComparison.Ordinal))?.Split(' ')[^1];
        if (Sides(sizes, 'x') is not var (width, height) || frames == 0)
        {
            throw LetheException.BadFile($"{source.Name} has no frames.");
        }
        if ((long)width * height > limits.Pixels || frames > limits.Frames)
        {
            throw LetheException.BadFile(
                $"{source.Name} has {frames} frames of {width} x {height} pixels; at most {limits.Frames} frames of "
                    + $"{limits.Pixels} pixels are read."
            );
        }
        return new(width, height, frames) { Light = await LightAsync(source, cancel) };
    }

    // ffmpeg says it in words only, when asked to do nothing with a file: "Stream #0:0: Video: hevc (Main 10), yuv420p10le(tv,
    // bt2020nc/bt2020/smpte2084), 480x480"
    private async Task<VideoLight> LightAsync(VideoSource source, CancellationToken cancel)
    {
        var words = source.IsFile ? await ffmpeg.DescribeAsync(source.Input, limits.Time, cancel) : "";
        var stream = words.Split('\n').FirstOrDefault(static line => Says(line, "Stream #0:") && Says(line, "Video:")) ?? "";
        return Says(stream, "smpte2084") ? VideoLight.Pq
            : Says(stream, "arib-std-b67") ? VideoLight.Hlg
            : VideoLight.Ordinary;

        static bool Says(string line, string word) => line.Contains(word, StringComparison.Ordinal);
    }

    /// <summary>Counts the pictures that are shown, by decoding them all. A trimmed video holds more than it shows, and one that was cut
    /// out of another begins with some that cannot be decoded.</summary>
    /// <exception cref="LetheException">As <see cref="ProbeAsync"/>; not a single picture can be decoded
    /// (BadFile).</exception>
    public async Task<VideoInfo> CountAsync(VideoSource source, CancellationToken cancel = default)
    {
        var info = await ProbeAsync(source, cancel);
        var (clock, shown) = (Stopwatch.StartNew(), 0);
        try
        {
            // Made small first, since a checksum over all pixels takes longer than decoding.
            var output = $"-map 0:v:0 -vf scale=16:16:flags=neighbor {ffmpeg.EveryFrame} -c:v rawvideo";
            shown = (await ListAsync(source, true, output, cancel)).Count(IsPicture);
        }
        catch (LetheException error) when (IsLenient && error.ExitCode == ExitCode.BadFile && clock.Elapsed < limits.Time)
        {
            // without a single picture ffmpeg cannot begin its output, and fails
        }
        return shown == 0
            ? throw LetheException.BadFile($"{source.Name} has {info.Frames} frames, and none of them can be decoded.")
            : info with
            {
                Frames = shown,
                Lost = IsLenient ? Math.Max(0, info.Frames - shown) : 0,
            };
    }

    /// <summary>Decodes some frames, in the order asked for.</summary>
    /// <param name="indices">Ascending.</param>
    /// <exception cref="LetheException">A frame is not to be had (BadFile).</exception>
    public async IAsyncEnumerable<VideoFrame> ReadAsync(
        VideoSource source,
        VideoInfo info,
        IReadOnlyList<int> indices,
        [EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        var isHigh = info.Light != VideoLight.Ordinary;
        var bytes = HeaderBytes + ((isHigh ? 6L : 3L) * info.Width * info.Height);
        foreach (var part in indices.Chunk((int)Math.Max(1, MostBytesAtOnce / bytes)))
        {
            var select = string.Join('+', part.Select(static index => $"eq(n\\,{index})"));
            // PPM says with every frame how large it is, after ffmpeg has turned it upright. Of 10 and 12 bits it would make 16: they are
            // asked for only where light needs them.
            var filter = $"select={select},{VideoQuality.Scaling},format={(isHigh ? "rgb48be" : "rgb24")}";
            var pictures = await RunAsync(
                source,
                true,
                $"-map 0:v:0 -vf {filter} {ffmpeg.EveryFrame} -c:v ppm -f image2pipe pipe:1",
                bytes * part.Length,
                cancel
            );
            var at = 0;
            foreach (var index in part)
            {
                var frame =
                    Next(pictures, ref at, index, isHigh ? 6 : 3)
                    ?? throw LetheException.BadFile($"{source.Name} counts {info.Frames} frames, but frame {index} cannot be decoded.");
                yield return isHigh ? frame with { Rgb = ToneMap.ToBytes(frame.Rgb, info.Light) } : frame;
            }
        }
    }

    /// <summary>Compresses a whole video with H.264 as the kit compresses its clips.</summary>
    /// <returns>A bare H.264 stream.</returns>
    /// <exception cref="LetheException">Damaged or too large (BadFile).</exception>
    public Task<byte[]> CompressAsync(VideoSource source, VideoQuality quality, CancellationToken cancel = default) =>
        RunAsync(source, true, Compression(quality, ffmpeg), limits.Bytes, cancel);

    // The encoder's part of the command line, for the record. 4:2:0 needs even sides: a column or row is added at the right or below, so
    // that nothing moves.
    internal static string Compression(VideoQuality quality, Ffmpeg ffmpeg) =>
        $"-map 0:v:0 -vf pad=ceil(iw/2)*2:ceil(ih/2)*2,{VideoQuality.Scaling} {ffmpeg.EveryFrame} {quality.Encoder} pipe:1";

    // A line for each picture, and some that begin with #.
    private async Task<string[]> ListAsync(VideoSource source, bool decodes, string output, CancellationToken cancel)
    {
        var most = LineBytes * (long)(limits.Frames + LineBytes);
        var list = await RunAsync(source, decodes, $"{output} -f framecrc pipe:1", most, cancel);
        return Encoding.ASCII.GetString(list).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool IsPicture(string line) => !line.StartsWith('#');

    private async Task<byte[]> RunAsync(VideoSource source, bool decodes, string output, long most, CancellationToken cancel)
    {
        // "explode" makes the decoder give up a picture that has errors; else it would invent what is missing.
        var decoder = decodes ? $" -max_pixels {limits.Pixels}{(IsLenient ? " -err_detect explode" : "")}" : "";
        var before = $"-hide_banner -v error {(IsLenient ? "-max_error_rate 1" : "-xerror")} -threads 1{decoder}";
        try
        {
            return await ffmpeg.RunAsync(
                [.. before.Split(' '), .. source.Input, .. $"-an -sn -dn {output}".Split(' ')],
                source.Bytes,
                most,
                limits.Time,
                cancel
            );
        }
        catch (LetheException error) when (error.ExitCode == ExitCode.Failed)
        {
            throw LetheException.BadFile($"{source.Name} is damaged, has no pictures, or is too large: {error.Message}", error);
        }
    }

    // "P6\nwidth height\n255\n" and the pixels; 65535 for two bytes a number. Null if there is no whole picture.
    private static VideoFrame? Next(byte[] pictures, ref int at, int index, int pixel)
    {
        var header = Encoding.ASCII.GetString(pictures, at, Math.Min(HeaderBytes, pictures.Length - at)).Split('\n');
        if (
            header is not ["P6", var sides, var most, _, ..]
            || most != (pixel == 3 ? "255" : "65535")
            || Sides(sides, ' ') is not var (width, height)
        )
        {
            return null;
        }
        var start = at + header[0].Length + sides.Length + most.Length + 3;
        var length = (long)pixel * width * height;
        if (start + length > pictures.Length)
        {
            return null;
        }
        at = start + (int)length;
        return new(index, width, height, pictures[start..at]);
    }

    private static (int Width, int Height)? Sides(string? text, char between) =>
        text?.Split(between) is [var across, var down]
        && int.TryParse(across, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
        && int.TryParse(down, NumberStyles.None, CultureInfo.InvariantCulture, out var height)
        && width > 0
        && height > 0
            ? (width, height)
            : null;
}
