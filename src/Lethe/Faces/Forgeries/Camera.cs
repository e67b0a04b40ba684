using System.Numerics;
using Lethe.Imaging;

namespace Lethe.Faces.Forgeries;

/// <summary>Films a picture: held by hand, with changing light and a sensor that is noisy; the mouth moves a little, too. Real and forged
/// faces pass through it alike. Without motion and noise a video codec would have nothing to do.</summary>
public sealed class Camera
{
    private readonly FilmOptions options;
    private readonly int seed;
    private readonly (string Name, Wave Wave)[] path;
    private readonly Vector2 chin;
    private readonly float[] pattern;

    /// <param name="face">Where the mouth is.</param>
    public Camera(FilmOptions options, int seed, FaceLandmarks face)
    {
        (this.options, this.seed) = (options, seed);
        var random = RandomStream.For(seed, "camera");
        var (motion, pixel) = (options.Motion, options.Side / 256.0);
        (string, double)[] limits =
        [
            ("right", 3 * pixel * motion),
            ("down", 3 * pixel * motion),
            ("zoom", 0.02 * motion),
            ("turn", 2 * Math.PI / 180 * motion),
            ("light", 0.02 * motion),
            ("speech", 0.012 * options.Side * motion),
        ];
        path = Array.ConvertAll(limits, limit => (limit.Item1, Wave.Draw(random, limit.Item2)));
        chin = face.Mouth + new Vector2(0, 0.06f * options.Side);
        pattern = new float[3 * options.Side * options.Side];
        AddNoise(pattern, random, Spread);
    }

    /// <summary>What was drawn: the most that each part of the path can reach.</summary>
    public IReadOnlyDictionary<string, double> Parameters =>
        path.ToDictionary(static part => $"camera-{part.Name}", static part => (double)part.Wave.Most);

    // Two parts of the same variance make the whole noise.
    private float Spread => (float)(options.Noise / Math.Sqrt(2));

    /// <returns>side x side x 3 bytes, row by row.</returns>
    public byte[] Film(RgbPlanes picture, int frame)
    {
        var side = options.Side;
        if (picture.Side != side)
        {
            throw new ArgumentException($"The camera films pictures of side {side}, not {picture.Side}.");
        }
        var values = (float[])pattern.Clone();
        AddNoise(values, RandomStream.For(seed, "frame", $"{frame}"), Spread);
        Expose(picture, frame, values);
        return Array.ConvertAll(values, static value => (byte)Math.Clamp(value + 0.5f, 0, 255));
    }

    // Adds the picture as the camera sees it.
    private void Expose(RgbPlanes picture, int frame, float[] values)
    {
        var side = options.Side;
        var at = Array.ConvertAll(path, part => part.Wave.At(frame));
        var (shiftX, shiftY, zoom, turn, gain, open) = (at[0], at[1], at[2], at[3], 1 + at[4], at[5]);
        var (middle, scale, reach) = ((side - 1) / 2f, 1 / (1 + zoom), 0.2f * side);
        var (sin, cos) = MathF.SinCos(turn);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var (u, v) = (scale * (x - middle - shiftX), scale * (y - middle - shiftY));
                var (fromX, fromY) = ((cos * u) - (sin * v) + middle, (sin * u) + (cos * v) + middle);
                var (nearX, nearY) = ((fromX - chin.X) / reach, (fromY - chin.Y) / reach);
                var near = 1 - (nearX * nearX) - (nearY * nearY);
                Sampling.AddCubic(picture, fromX, near > 0 ? fromY - (open * near * near) : fromY, gain, values, 3 * ((y * side) + x));
            }
        }
    }

    // The sum of eight random bytes is as good as normal: mean 1020, variance 8 (256^2 - 1) / 12.
    private static void AddNoise(float[] values, RandomStream random, float spread)
    {
        const ulong Every = 0x00FF00FF00FF00FF;
        var scale = spread / MathF.Sqrt(43690);
        for (var i = 0; i < values.Length; i++)
        {
            var bytes = random.Next();
            var pairs = (bytes & Every) + ((bytes >> 8) & Every);
            values[i] += ((int)((pairs * 0x0001000100010001) >> 48) - 1020) * scale;
        }
    }

    // Two sinusoids, together never above Most.
    private readonly record struct Wave(float Most, float Share, float SlowStep, float SlowStart, float FastStep, float FastStart)
    {
        public static Wave Draw(RandomStream random, double limit) =>
            new(
                random.Between(0.3 * limit, limit),
                random.Between(0.6, 0.9),
                2 * MathF.PI / random.Between(20, 60),
                random.Between(0, 2 * Math.PI),
                2 * MathF.PI / random.Between(7, 16),
                random.Between(0, 2 * Math.PI)
            );

        public float At(int frame) =>
            Most * ((Share * MathF.Sin(SlowStart + (SlowStep * frame))) + ((1 - Share) * MathF.Sin(FastStart + (FastStep * frame))));
    }
}
