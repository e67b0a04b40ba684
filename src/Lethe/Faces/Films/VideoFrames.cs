using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lethe.Runtime;

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
    /// <exception cref="LetheException">Not there (<see cref="ExitCode.NotFound"/>); not a video, damaged, or larger than the limits
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public async Task<VideoInfo> ProbeAsync(VideoSource source, CancellationToken cancel = default)
    {
        if (source.Bytes.IsEmpty)
        {
            CheckFile(source.Name);
        }
        var list = Encoding.ASCII.GetString(
            await RunAsync(
                source,
                ["-map", "0:v:0?", "-c", "copy", .. KeepAll, "-f", "framecrc", "pipe:1"],
                [],
                LineBytes * (long)(limits.Frames + LineBytes),
                cancel
            )
        );
        var lines = list.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var frames = lines.Count(static line => !line.StartsWith('#'));
        // "#dimensions 0: 1920x1080"
        var sizes = lines
            .FirstOrDefault(static line => line.StartsWith("#dimensions", StringComparison.Ordinal))
            ?.Split(' ')[^1]
            .Split('x');
        if (
            sizes is not [var across, var down]
            || !int.TryParse(across, CultureInfo.InvariantCulture, out var width)
            || !int.TryParse(down, CultureInfo.InvariantCulture, out var height)
            || width < 1
            || height < 1
            || frames == 0
        )
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
        if (!source.Bytes.IsEmpty)
        {
            return VideoLight.Ordinary;
        }
        var words = (await ffmpeg.DescribeAsync(source.Input, limits.Time, cancel))
            .Split('\n')
            .FirstOrDefault(static line =>
                line.Contains("Stream #0:", StringComparison.Ordinal) && line.Contains("Video:", StringComparison.Ordinal)
            );
        return words is null ? VideoLight.Ordinary
            : words.Contains("smpte2084", StringComparison.Ordinal) ? VideoLight.Pq
            : words.Contains("arib-std-b67", StringComparison.Ordinal) ? VideoLight.Hlg
            : VideoLight.Ordinary;
    }

    /// <summary>Counts the pictures that are shown, by decoding them all. A trimmed video holds more than it shows, and one that was cut
    /// out of another begins with some that cannot be decoded.</summary>
    /// <exception cref="LetheException">As <see cref="ProbeAsync"/>; not a single picture can be decoded
    /// (<see cref="ExitCode.BadFile"/>).</exception>
    public async Task<VideoInfo> CountAsync(VideoSource source, CancellationToken cancel = default)
    {
        var info = await ProbeAsync(source, cancel);
        var shown = await DecodedAsync(source, cancel);
        return shown == 0
            ? throw LetheException.BadFile($"{source.Name} has {info.Frames} frames, and none of them can be decoded.")
            : info with
            {
                Frames = shown,
                Lost = IsLenient ? Math.Max(0, info.Frames - shown) : 0,
            };
    }

    private async Task<int> DecodedAsync(VideoSource source, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            // A line for each: made small first, since a checksum over all pixels takes longer than decoding.
            var list = await RunAsync(
                source,
                [
                    "-map",
                    "0:v:0",
                    "-vf",
                    "scale=16:16:flags=neighbor",
                    .. ffmpeg.EveryFrame,
                    "-c:v",
                    "rawvideo",
                    "-f",
                    "framecrc",
                    "pipe:1",
                ],
                DecoderOptions,
                LineBytes * (long)(limits.Frames + LineBytes),
                cancel
            );
            return Encoding
                .ASCII.GetString(list)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Count(static line => !line.StartsWith('#'));
        }
        catch (LetheException error) when (IsLenient && error.ExitCode == ExitCode.BadFile && clock.Elapsed < limits.Time)
        {
            return 0; // without a single picture ffmpeg cannot begin its output, and fails
        }
    }

    /// <summary>Decodes some frames, in the order asked for.</summary>
    /// <param name="info">From <see cref="ProbeAsync"/> or <see cref="CountAsync"/>.</param>
    /// <param name="indices">Ascending.</param>
    /// <exception cref="LetheException">Damaged: a frame is not to be had (<see cref="ExitCode.BadFile"/>).</exception>
    public async IAsyncEnumerable<VideoFrame> ReadAsync(
        VideoSource source,
        VideoInfo info,
        IReadOnlyList<int> indices,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        var isHigh = info.Light != VideoLight.Ordinary;
        var bytes = HeaderBytes + ((isHigh ? 6L : 3L) * info.Width * info.Height);
        foreach (var part in indices.Chunk((int)Math.Max(1, MostBytesAtOnce / bytes)))
        {
            var select = string.Join('+', part.Select(static index => string.Create(CultureInfo.InvariantCulture, $"eq(n\\,{index})")));
            // PPM says with every frame how large it is, after ffmpeg has turned it upright. Of 10 and 12 bits it would make 16: they are
            // asked for only where light needs them.
            var pictures = await RunAsync(
                source,
                [
                    "-map",
                    "0:v:0",
                    "-vf",
                    $"select={select},scale=flags=bicubic+accurate_rnd+bitexact,format={(isHigh ? "rgb48be" : "rgb24")}",
                    .. ffmpeg.EveryFrame,
                    "-c:v",
                    "ppm",
                    "-f",
                    "image2pipe",
                    "pipe:1",
                ],
                DecoderOptions,
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
    /// <exception cref="LetheException">Damaged or too large (<see cref="ExitCode.BadFile"/>).</exception>
    public Task<byte[]> CompressAsync(VideoSource source, VideoQuality quality, CancellationToken cancel = default) =>
        RunAsync(source, Compression(quality, ffmpeg), DecoderOptions, limits.Bytes, cancel);

    /// <summary>The encoder's part of the command line, for the record.</summary>
    internal static IReadOnlyList<string> Compression(VideoQuality quality, Ffmpeg ffmpeg) =>
        [
            // 4:2:0 needs even sides: a column or row is added at the right or below, so that nothing moves.
            "-map",
            "0:v:0",
            "-vf",
            "pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=flags=bicubic+accurate_rnd+bitexact",
            .. ffmpeg.EveryFrame,
            "-c:v",
            "libx264",
            "-preset",
            "medium",
            "-crf",
            (quality.Crf ?? throw new ArgumentException("Lossless needs no encoder here.", nameof(quality))).ToString(
                CultureInfo.InvariantCulture
            ),
            "-pix_fmt",
            "yuv420p",
            "-x264-params",
            "cpu-independent=1",
            "-threads",
            "1",
            "-map_metadata",
            "-1",
            "-fflags",
            "+bitexact",
            "-flags:v",
            "+bitexact",
            "-f",
            "h264",
            "pipe:1",
        ];

    // Else copying leaves out what comes before the first key frame, which may be damage.
    private IReadOnlyList<string> KeepAll => IsLenient ? ["-copyinkf"] : [];

    // "explode" makes the decoder give up a picture that has errors; else it would invent what is missing.
    private IReadOnlyList<string> DecoderOptions =>
        ["-max_pixels", limits.Pixels.ToString(CultureInfo.InvariantCulture), .. (string[])(IsLenient ? ["-err_detect", "explode"] : [])];

    private async Task<byte[]> RunAsync(
        VideoSource source,
        IReadOnlyList<string> output,
        IReadOnlyList<string> decoder,
        long most,
        CancellationToken cancel
    )
    {
        try
        {
            return await ffmpeg.RunAsync(
                [
                    "-hide_banner",
                    "-v",
                    "error",
                    .. (string[])(IsLenient ? ["-max_error_rate", "1"] : ["-xerror"]),
                    "-threads",
                    "1",
                    .. decoder,
                    .. source.Input,
                    "-an",
                    "-sn",
                    "-dn",
                    .. output,
                ],
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

    private void CheckFile(string path)
    {
        if (!File.Exists(path))
        {
            throw LetheException.NotFound($"There is no file {path}.");
        }
        using var file = File.OpenRead(path);
        if (file.Length == 0 || file.Length > limits.Bytes)
        {
            throw LetheException.BadFile(
                file.Length == 0 ? $"{path} is empty." : $"{path} has {file.Length} bytes; at most {limits.Bytes} are read."
            );
        }
        Span<byte> start = stackalloc byte[12];
        var count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        // "ftyp" or another box of MP4 at 4; EBML of Matroska; RIFF....AVI.
        if (
            count < start.Length
            || !(
                IsBox(start[4..8])
                || BinaryPrimitives.ReadUInt32BigEndian(start) == 0x1A45DFA3
                || (start[..4].SequenceEqual("RIFF"u8) && start[8..11].SequenceEqual("AVI"u8))
            )
        )
        {
            throw LetheException.BadFile($"{path} is not an MP4, Matroska or AVI file, whatever its name says.");
        }
    }

    private static bool IsBox(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("ftyp"u8)
        || name.SequenceEqual("moov"u8)
        || name.SequenceEqual("mdat"u8)
        || name.SequenceEqual("wide"u8)
        || name.SequenceEqual("free"u8)
        || name.SequenceEqual("skip"u8);

    // "P6\nwidth height\n255\n" and the pixels; 65535 for two bytes a number. Null if there is no whole picture.
    private static VideoFrame? Next(byte[] pictures, ref int at, int index, int pixel)
    {
        var header = Encoding.ASCII.GetString(pictures, at, Math.Min(HeaderBytes, pictures.Length - at)).Split('\n');
        if (
            header.Length < 4
            || header[0] != "P6"
            || header[2] != (pixel == 3 ? "255" : "65535")
            || header[1].Split(' ') is not [var across, var down]
            || !int.TryParse(across, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            || !int.TryParse(down, NumberStyles.None, CultureInfo.InvariantCulture, out var height)
        )
        {
            return null;
        }
        var start = at + header[0].Length + header[1].Length + header[2].Length + 3;
        var length = (long)pixel * width * height;
        if (length < pixel || start + length > pictures.Length)
        {
            return null;
        }
        at = start + (int)length;
        return new(index, width, height, pictures[start..at]);
    }
}
