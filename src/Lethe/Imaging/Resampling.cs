using System.Numerics;
using TorchSharp;

namespace Lethe.Imaging;

/// <summary>Scales and warps pictures of width x height x 3 bytes; the same bytes on every machine.</summary>
public static class Resampling
{
    /// <summary>Bicubic (a = -1/2). Where a picture shrinks the kernel widens with it, so that every pixel counts: what Pillow calls
    /// BICUBIC.</summary>
    public static byte[] Scale(ReadOnlySpan<byte> rgb, int width, int height, int newWidth, int newHeight)
    {
        var across = new float[3 * newWidth * height];
        var columns = Taps(width, newWidth);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < newWidth; x++)
            {
                var (first, weights) = columns[x];
                var (red, green, blue) = (0f, 0f, 0f);
                for (var i = 0; i < weights.Length; i++)
                {
                    var at = 3 * ((y * width) + first + i);
                    red += weights[i] * rgb[at];
                    green += weights[i] * rgb[at + 1];
                    blue += weights[i] * rgb[at + 2];
                }
                var to = 3 * ((y * newWidth) + x);
                (across[to], across[to + 1], across[to + 2]) = (red, green, blue);
            }
        }
        var result = new byte[3 * newWidth * newHeight];
        var rows = Taps(height, newHeight);
        for (var y = 0; y < newHeight; y++)
        {
            var (first, weights) = rows[y];
            for (var x = 0; x < 3 * newWidth; x++)
            {
                var sum = 0f;
                for (var i = 0; i < weights.Length; i++)
                {
                    sum += weights[i] * across[(3 * newWidth * (first + i)) + x];
                }
                result[(3 * newWidth * y) + x] = Round(sum);
            }
        }
        return result;
    }

    /// <summary>Each pixel of the result is the mean of bilinear samples spread over what it covers in the source; black outside the
    /// source.</summary>
    /// <param name="toSource">From pixels of the result to pixels of the source.</param>
    /// <returns>size x size x 3 bytes.</returns>
    public static byte[] Warp(ReadOnlySpan<byte> rgb, int width, int height, Matrix3x2 toSource, int size)
    {
        // As many samples a side as source pixels under one of the result's.
        var samples = Math.Clamp((int)MathF.Ceiling(MathF.Sqrt(MathF.Abs(toSource.GetDeterminant()))), 1, 16);
        var result = new byte[3 * size * size];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var sum = Vector3.Zero;
                for (var i = 0; i < samples * samples; i++)
                {
                    // A pixel's middle is at +1/2 on both sides.
                    var from = Vector2.Transform(
                        new Vector2(x + (((i % samples) + 0.5f) / samples), y + (((i / samples) + 0.5f) / samples)),
                        toSource
                    );
                    sum += Bilinear(rgb, width, height, from.X - 0.5f, from.Y - 0.5f);
                }
                sum /= samples * samples;
                var at = 3 * ((y * size) + x);
                (result[at], result[at + 1], result[at + 2]) = (Round(sum.X), Round(sum.Y), Round(sum.Z));
            }
        }
        return result;
    }

    private static Vector3 Bilinear(ReadOnlySpan<byte> rgb, int width, int height, float x, float y)
    {
        if (!(x > -1 && y > -1 && x < width && y < height))
        {
            return Vector3.Zero;
        }
        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (right, below) = (x - left, y - top);
        return ((1 - below) * (((1 - right) * Pixel(rgb, width, height, left, top)) + (right * Pixel(rgb, width, height, left + 1, top))))
            + (below * (((1 - right) * Pixel(rgb, width, height, left, top + 1)) + (right * Pixel(rgb, width, height, left + 1, top + 1))));
    }

    private static Vector3 Pixel(ReadOnlySpan<byte> rgb, int width, int height, int x, int y)
    {
        if (x < 0 || y < 0 || x >= width || y >= height)
        {
            return Vector3.Zero;
        }
        var at = 3 * ((y * width) + x);
        return new(rgb[at], rgb[at + 1], rgb[at + 2]);
    }

    private static (int First, float[] Weights)[] Taps(int length, int newLength) =>
        [.. Weights(length, newLength).Select(static taps => (taps.First, taps.Weights.Select(static weight => (float)weight).ToArray()))];

    // The same as a matrix: a row or column of old pixels times it gives the new ones. Gives newLength x length, float64.
    internal static torch.Tensor Matrix(int length, int newLength, torch.Device device)
    {
        var matrix = new double[newLength * length];
        foreach (var (at, (first, weights)) in Weights(length, newLength).Index())
        {
            weights.CopyTo(matrix, (at * length) + first);
        }
        return torch.tensor(matrix, [newLength, length], device: device);
    }

    // For each new pixel the first old one that counts, and the weights from there on, which add up to 1.
    private static (int First, double[] Weights)[] Weights(int length, int newLength)
    {
        var scale = (double)length / newLength;
        var stretch = Math.Max(1, scale);
        return
        [
            .. Enumerable
                .Range(0, newLength)
                .Select(i =>
                {
                    var centre = (i + 0.5) * scale;
                    var first = Math.Max(0, (int)(centre - (2 * stretch) + 0.5));
                    var end = Math.Min(length, (int)(centre + (2 * stretch) + 0.5));
                    var weights = Enumerable.Range(first, end - first).Select(j => Cubic((j + 0.5 - centre) / stretch)).ToArray();
                    var sum = weights.Sum();
                    return (first, weights.Select(weight => weight / sum).ToArray());
                }),
        ];
    }

    // Keys 1981 with a = -1/2: 1.5|x|^3 - 2.5|x|^2 + 1 up to 1, -0.5|x|^3 + 2.5|x|^2 - 4|x| + 2 up to 2.
    private static double Cubic(double x) =>
        Math.Abs(x) switch
        {
            < 1 and var near => (((1.5 * near) - 2.5) * near * near) + 1,
            < 2 and var far => (((((-0.5 * far) + 2.5) * far) - 4) * far) + 2,
            _ => 0,
        };

    private static byte Round(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
