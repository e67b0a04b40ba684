using System.Globalization;
using System.Security.Cryptography;
using Lethe.Runtime;

namespace Lethe.Faces.Films;

/// <summary>
/// Compresses clips as videos are compressed, and decodes them again. Whole frames, before any crop: the encoder must see what it sees in
/// the wild. The frames go
/// through a pipe in place of PNG files, and all qualities of a clip through one start of ffmpeg, which takes longer than a small clip;
/// tests show that the bytes are
/// those of one file and one start each.
/// </summary>
public sealed class FilmEncoder
{
    /// <summary>Frames a second, for the encoder's rate control.</summary>
    public const int Rate = 25;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Ffmpeg ffmpeg;
    private readonly IReadOnlyList<VideoQuality> qualities;

    /// <param name="ffmpeg">From <see cref="Ffmpeg.Find"/>.</param>
    /// <param name="qualities">The least compressed first.</param>
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
    /// (<see cref="ExitCode.Failed"/>).</exception>
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
        var frames = new byte[clip.Frames.Count * size];
        foreach (var (i, frame) in clip.Frames.Index())
        {
            frame.CopyTo(frames, i * size);
        }
        var streams = await StreamsAsync(frames, clip.Side, cancel);
        var decoded = await DecodedAsync(clip, streams, frames.Length, cancel);
        return Checked(
            clip,
            [
                .. qualities.Select(
                    (quality, i) =>
                        new EncodedFilm(
                            quality,
                            Command(quality, clip.Side),
                            streams[i].Length,
                            Convert.ToHexStringLower(SHA256.HashData(streams[i])),
                            [.. decoded[i].Chunk(size)],
                            8.0 * streams[i].Length / clip.Frames.Count,
                            Psnr(frames, decoded[i])
                        )
                ),
            ]
        );
    }

    // A process has one pipe for its output: several streams go to files.
    private async Task<byte[][]> StreamsAsync(byte[] frames, int side, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("lethe-clip-");
        try
        {
            string[] files = [.. qualities.Select(quality => Path.Combine(folder.FullName, quality.Name))];
            await ffmpeg.RunAsync(
                [
                    .. VideoQuality.Input(side, Rate),
                    .. qualities.Zip(files).SelectMany(static one => one.First.Output($"file:{one.Second}")),
                ],
                frames,
                1 << 16,
                Patience,
                cancel
            );
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
            var (names, wanted) = (string.Join(", ", alike.Select(static one => one.First)), alike.Count() * clip.Frames.Count);
            var frames = await ffmpeg.RunAsync(
                alike.First().First.Decoding(ffmpeg),
                (byte[])[.. alike.SelectMany(static one => one.Second)],
                2L * alike.Count() * size,
                Patience,
                cancel
            );
            if (frames.Length != alike.Count() * size)
            {
                throw new LetheException(
                    ExitCode.Failed,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Of the {wanted} frames of clip {clip.Id} at {names}, "
                            + $"{(double)frames.Length * clip.Frames.Count / size:0.##} came back from {ffmpeg.Path} "
                            + $"({ffmpeg.Version}). Try another ffmpeg with {Ffmpeg.Variable}."
                    )
                );
            }
            decoded.AddRange(frames.Chunk(size));
        }
        return decoded;
    }

    // PSNR(raw) = infinity > PSNR(c23) > PSNR(c40).
    private static List<EncodedFilm> Checked(Film clip, List<EncodedFilm> encoded)
    {
        if (encoded.FirstOrDefault(static one => one.Quality.Crf is null && !double.IsPositiveInfinity(one.Psnr)) is { } lossy)
        {
            throw new LetheException(
                ExitCode.Failed,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Clip {clip.Id} came back changed from the lossless encoder: {lossy.Psnr:F1} dB. Try another ffmpeg with "
                        + $"{Ffmpeg.Variable}."
                )
            );
        }
        foreach (var (better, worse) in encoded.Zip(encoded.Skip(1)))
        {
            if (better.Psnr <= worse.Psnr)
            {
                throw new LetheException(
                    ExitCode.Failed,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Clip {clip.Id} lost no more at {worse.Quality} ({worse.Psnr:F2} dB) than at {better.Quality} "
                            + $"({better.Psnr:F2} dB). Take frames with more detail, or qualities further apart."
                    )
                );
            }
        }
        return encoded;
    }

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
