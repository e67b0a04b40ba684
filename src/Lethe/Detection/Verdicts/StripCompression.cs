using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Runtime;

namespace Lethe.Detection.Verdicts;

/// <summary>One quality of the robustness strip.</summary>
/// <param name="Point">Which; says why if it cannot be had.</param>
/// <param name="Apply">From width x height x 3 bytes, width and height to as many; null if it cannot be had.</param>
internal sealed record StripCompression(StripPoint Point, Func<byte[], int, int, byte[]>? Apply)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>To JPEG and back.</summary>
    /// <param name="quality">Of libjpeg, 1 to 100.</param>
    public static StripCompression Jpeg(int quality) =>
        new(new(StripPoint.Jpeg, quality, null), (rgb, width, height) => JpegQuality.Compress(rgb, width, height, quality));

    /// <summary>To H.264 and back, as the first frame of a video: the same for a picture and for frames that do not follow each
    /// other.</summary>
    /// <param name="factors">Of libx264, 1 to 51.</param>
    public static IEnumerable<StripCompression> Crf(IReadOnlyList<int> factors, CancellationToken cancellation)
    {
        var (ffmpeg, why) = FindFfmpeg();
        return factors.Select(crf =>
            ffmpeg is null
                ? new StripCompression(new(StripPoint.Crf, crf, null, why), null)
                : new(
                    new(StripPoint.Crf, crf, null),
                    (rgb, width, height) => ThroughH264(rgb, width, height, VideoQuality.Of(crf), ffmpeg, cancellation)
                )
        );
    }

    private static (Ffmpeg? Ffmpeg, string? Why) FindFfmpeg()
    {
        try
        {
            return (Ffmpeg.Find(), null);
        }
        catch (LetheException error) when (error.ExitCode is ExitCode.NotFound or ExitCode.BadFile)
        {
            return (
                null,
                error.ExitCode == ExitCode.NotFound
                    ? "not measured (no ffmpeg)"
                    : "not measured (this ffmpeg does not work, or is older than 4.4)"
            );
        }
    }

    // The encoder wants a square of even side: the last row and column are repeated, and cut off again.
    private static byte[] ThroughH264(
        byte[] rgb,
        int width,
        int height,
        VideoQuality quality,
        Ffmpeg ffmpeg,
        CancellationToken cancellation
    )
    {
        var side = (Math.Max(16, Math.Max(width, height)) + 1) / 2 * 2;
        var square = new byte[3 * side * side];
        for (var y = 0; y < side; y++)
        {
            var row = rgb.AsSpan(3 * Math.Min(y, height - 1) * width, 3 * width);
            row.CopyTo(square.AsSpan(3 * y * side));
            for (var x = width; x < side; x++)
            {
                row[^3..].CopyTo(square.AsSpan(3 * ((y * side) + x)));
            }
        }
        var decoded = Task.Run(
                async () =>
                {
                    var encoded = await ffmpeg.RunAsync(
                        quality.Encoding(side, FilmEncoder.Rate),
                        square,
                        (2L * square.Length) + (1 << 16),
                        Patience,
                        cancellation
                    );
                    return await ffmpeg.RunAsync(quality.Decoding(ffmpeg), encoded, 2L * square.Length, Patience, cancellation);
                },
                cancellation
            )
            .GetAwaiter()
            .GetResult();
        if (decoded.Length != square.Length)
        {
            throw new LetheException(ExitCode.Failed, $"{ffmpeg.Path} gave back {decoded.Length} of {square.Length} bytes.");
        }
        var result = new byte[rgb.Length];
        for (var y = 0; y < height; y++)
        {
            decoded.AsSpan(3 * y * side, 3 * width).CopyTo(result.AsSpan(3 * y * width));
        }
        return result;
    }
}
