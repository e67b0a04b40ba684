using Lethe.Tests.Faces.Finders;

namespace Lethe.Tests.Faces.Films;

/// <summary>Little videos for tests, made with the ffmpeg of this machine.</summary>
internal static class TinyVideo
{
    public const int Width = 160;
    public const int Height = 120;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Writes an MP4 of frames of width x height x 3 bytes.</summary>
    /// <param name="crf">Null for lossless.</param>
    public static async Task WriteAsync(
        string path,
        IReadOnlyList<byte[]> frames,
        int? crf = null,
        int width = Width,
        int height = Height,
        params string[] more
    )
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string[] codec = crf is null ? ["-c:v", "libx264rgb", "-crf", "0"] : ["-c:v", "libx264", "-crf", $"{crf}", "-pix_fmt", "yuv420p"];
        await RealFfmpeg
            .Find()
            .RunAsync(
                [
                    "-v",
                    "error",
                    "-y",
                    "-f",
                    "rawvideo",
                    "-pix_fmt",
                    "rgb24",
                    "-s",
                    $"{width}x{height}",
                    "-r",
                    "25",
                    "-i",
                    "pipe:0",
                    .. codec,
                    "-preset",
                    "ultrafast",
                    "-threads",
                    "1",
                    .. more,
                    path,
                ],
                frames.SelectMany(static frame => frame).ToArray(),
                0,
                Patience,
                TestContext.Current.CancellationToken
            );
    }

    /// <summary>Writes an MP4 of 15 frames, every third of them a key frame, and overwrites a part of the bytes of its pictures, from one
    /// share of them to another.</summary>
    public static async Task WriteDamagedAsync(string path, double from, double to)
    {
        await WriteAsync(path, Frames(15), 20, Width, Height, "-g", "3", "-movflags", "+faststart");
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var start = bytes.AsSpan().IndexOf("mdat"u8) + 4;
        bytes.AsSpan((int)(start + (from * (bytes.Length - start))), (int)((to - from) * (bytes.Length - start))).Fill(0xFF);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
    }

    /// <summary>A face that moves to the right over noise that does not; each frame has its number in its corner, as a grey of 16 times
    /// it.</summary>
    public static byte[][] Frames(int count, int seed = 0, bool face = true)
    {
        var random = Lethe.Runtime.RandomStream.For(seed, "tiny video");
        var noise = Enumerable.Range(0, 3 * Width * Height).Select(_ => random.Next(12)).ToArray();
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var frame = face ? DrawnFace.Picture(Width, Height, 66, (70 + (2 * i), 60)) : new byte[3 * Width * Height];
                    for (var at = 0; at < frame.Length; at++)
                    {
                        frame[at] =
                            at / 3 % Width < 16 && at / 3 / Width < 16 ? (byte)(16 * i) : (byte)Math.Min(255, frame[at] + noise[at]);
                    }
                    return frame;
                }),
        ];
    }
}
