using Lethe.Data;

namespace Lethe.Faces.Films;

/// <summary>Compresses clips as videos are compressed, and decodes them again: whole frames, since the encoder must see what it sees in the
/// wild. All qualities of a clip go through one start of ffmpeg, which takes longer than a small clip; the bytes are those of one
/// each.</summary>
public sealed class FilmEncoder
{
    /// <summary>Frames a second, for the encoder's rate control.</summary>
    public const int Rate = 25;

    private const string Another = $"Try another ffmpeg with {Ffmpeg.Variable}.";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Ffmpeg ffmpeg;
    private readonly IReadOnlyList<VideoQuality> qualities;

    public FilmEncoder(Ffmpeg ffmpeg, IReadOnlyList<VideoQuality> qualities)
    {
        if (qualities.Count == 0 || qualities.Zip(qualities.Skip(1)).Any(static pair => (pair.First.Crf ?? 0) >= (pair.Second.Crf ?? 0)))
        {
            throw new ArgumentException("Wanted at least one quality, the least compressed first, none twice.", nameof(qualities));
        }
        (this.ffmpeg, this.qualities) = (ffmpeg, qualities);
    }

    /// <summary>The encoder's command line, for the record.</summary>
    public static string Command(VideoQuality quality, int side) => $"ffmpeg {string.Join(' ', quality.Encoding(side, Rate))}";

    /// <returns>One for each quality.</returns>
    /// <exception cref="LetheException">ffmpeg failed, gave another number of frames, or lost less at a worse quality
    /// (Failed).</exception>
    public async Task<IReadOnlyList<EncodedFilm>> EncodeAsync(Film clip, CancellationToken cancel = default)
    {
        var size = clip.Side * clip.Side * 3;
        if (clip.Side < 16 || clip.Side % 2 != 0 || clip.Frames.Count == 0 || clip.Frames.Any(frame => frame.Length != size))
        {
            throw new ArgumentException(
                $"{clip.Id}: wanted frames of {clip.Side} x {clip.Side} x 3 bytes, with an even side from 16 on.",
                nameof(clip)
            );
        }
        byte[] frames = [.. clip.Frames.SelectMany(static frame => frame)];
        var streams = await StreamsAsync(frames, clip.Side, cancel);
        var decoded = await DecodedAsync(clip, streams, frames.Length, cancel);
        EncodedFilm[] encoded =
        [
            .. qualities.Select(
                (quality, i) =>
                    new EncodedFilm(
                        quality,
                        streams[i].Length,
                        FileHash.Of(streams[i]),
                        [.. decoded[i].Chunk(size)],
                        8.0 * streams[i].Length / clip.Frames.Count,
                        Psnr(frames, decoded[i])
                    )
            ),
        ];
        Check(clip, encoded);
        return encoded;
    }

    // A process has one pipe for its output: several streams go to files.
    private async Task<byte[][]> StreamsAsync(byte[] frames, int side, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("lethe-clip-");
        try
        {
            string[] files = [.. qualities.Select(quality => Path.Combine(folder.FullName, quality.Name))];
            var outputs = qualities.Zip(files).SelectMany(static one => one.First.Output($"file:{one.Second}"));
            await ffmpeg.RunAsync([.. VideoQuality.Input(side, Rate), .. outputs], frames, 1 << 16, Patience, cancel);
            return await Task.WhenAll(files.Select(file => File.ReadAllBytesAsync(file, cancel)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Every stream begins with a key frame, so that those of one pixel format can follow one another.
    private async Task<IReadOnlyList<byte[]>> DecodedAsync(Film clip, byte[][] streams, int size, CancellationToken cancel)
    {
        var decoded = new List<byte[]>();
        foreach (var alike in qualities.Zip(streams).GroupBy(static one => one.First.Crf is null))
        {
            var count = alike.Count();
            byte[] joined = [.. alike.SelectMany(static one => one.Second)];
            var frames = await ffmpeg.RunAsync(alike.First().First.Decoding(ffmpeg), joined, 2L * count * size, Patience, cancel);
            if (frames.Length != count * size)
            {
                var (names, back) = (
                    string.Join(", ", alike.Select(static one => one.First)),
                    (double)frames.Length * clip.Frames.Count / size
                );
                throw Failed(
                    $"Of the {count * clip.Frames.Count} frames of clip {clip.Id} at {names}, {back:0.##} came back from {ffmpeg.Path}",
                    $"({ffmpeg.Version}). {Another}"
                );
            }
            decoded.AddRange(frames.Chunk(size));
        }
        return decoded;
    }

    // PSNR(raw) = infinity > PSNR(c23) > PSNR(c40).
    private static void Check(Film clip, EncodedFilm[] encoded)
    {
        if (encoded.FirstOrDefault(static one => one.Quality.Crf is null && !double.IsPositiveInfinity(one.Psnr)) is { } lossy)
        {
            throw Failed($"Clip {clip.Id} came back changed from the lossless encoder: {lossy.Psnr:F1} dB.", Another);
        }
        foreach (var (better, worse) in encoded.Zip(encoded.Skip(1)).Where(static pair => pair.First.Psnr <= pair.Second.Psnr))
        {
            throw Failed(
                $"Clip {clip.Id} lost no more at {worse.Quality} ({worse.Psnr:F2} dB) than at {better.Quality} ({better.Psnr:F2} dB).",
                "Take frames with more detail, or qualities further apart."
            );
        }
    }

    private static LetheException Failed(FormattableString why, string then) =>
        new(ExitCode.Failed, $"{FormattableString.Invariant(why)} {then}");

    // 10 log10(255^2 / mean squared error)
    internal static double Psnr(ReadOnlySpan<byte> original, ReadOnlySpan<byte> other)
    {
        var sum = 0L;
        for (var i = 0; i < original.Length; i++)
        {
            var difference = original[i] - other[i];
            sum += difference * difference;
        }
        return sum == 0 ? double.PositiveInfinity : 10 * Math.Log10(255.0 * 255.0 * original.Length / sum);
    }
}
