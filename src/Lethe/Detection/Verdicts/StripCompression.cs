using Lethe.Faces.Films;
using Lethe.Faces.Paired;

namespace Lethe.Detection.Verdicts;

/// <summary>One quality of the robustness strip.</summary>
/// <param name="Point">Which; says why if it cannot be had.</param>
/// <param name="Apply">From width x height x 3 bytes, width and height to as many bytes; null if it cannot be had.</param>
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
        Ffmpeg? ffmpeg = null;
        string? why = null;
        try
        {
            ffmpeg = Ffmpeg.Find();
        }
        catch (LetheException error) when (error.ExitCode is ExitCode.NotFound or ExitCode.BadFile)
        {
            why = error.ExitCode == ExitCode.NotFound ? "no ffmpeg" : "this ffmpeg does not work, or is older than 4.4";
            why = $"not measured ({why})";
        }
        return factors.Select(crf => new StripCompression(
            new(StripPoint.Crf, crf, null, why),
            ffmpeg is null
                ? null
                : (rgb, width, height) =>
                    ThroughH264(rgb, width, height, square => Coded(square, VideoQuality.Of(crf), ffmpeg, cancellation))
        ));
    }

    // The encoder wants a square of even side: the last row and column are repeated, and cut off again.
    private static byte[] ThroughH264(byte[] rgb, int width, int height, Func<(byte[] Rgb, int Side), byte[]> code)
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
        var decoded = code((square, side));
        var result = new byte[rgb.Length];
        for (var y = 0; y < height; y++)
        {
            decoded.AsSpan(3 * y * side, 3 * width).CopyTo(result.AsSpan(3 * y * width));
        }
        return result;
    }

    private static byte[] Coded((byte[] Rgb, int Side) square, VideoQuality quality, Ffmpeg ffmpeg, CancellationToken cancellation)
    {
        var most = 2L * square.Rgb.Length;
        var encoding = quality.Encoding(square.Side, FilmEncoder.Rate);
        var decoded = Task.Run(
                async () =>
                {
                    var encoded = await ffmpeg.RunAsync(encoding, square.Rgb, most + (1 << 16), Patience, cancellation);
                    return await ffmpeg.RunAsync(quality.Decoding(ffmpeg), encoded, most, Patience, cancellation);
                },
                cancellation
            )
            .GetAwaiter()
            .GetResult();
        return decoded.Length == square.Rgb.Length
            ? decoded
            : throw new LetheException(ExitCode.Failed, $"{ffmpeg.Path} gave back {decoded.Length} of {square.Rgb.Length} bytes.");
    }
}
