using System.Runtime.Intrinsics;

namespace Lethe.Detection;

/// <summary>Takes all three colours at a place between pixels at once: <see cref="Sampling.Cubic"/> for the camera, which asks for millions.</summary>
internal static class Cubic
{
    /// <summary>Adds <paramref name="gain"/> times the colour at (x, y) to three values from <paramref name="at"/> on.</summary>
    public static void Add(RgbPlanes picture, float x, float y, float gain, float[] values, int at)
    {
        var side = picture.Side;
        (x, y) = (Math.Clamp(x, 0, side - 1), Math.Clamp(y, 0, side - 1));
        var (left, top) = ((int)x, (int)y);
        if (left < 1 || top < 1 || left > side - 3 || top > side - 3)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                values[at + channel] += gain * Sampling.Cubic(picture.Planes[channel], x, y);
            }
            return;
        }
        Span<float> across = stackalloc float[4], down = stackalloc float[4];
        Sampling.Weights(x - left, across);
        Sampling.Weights(y - top, down);
        var weights = Vector128.Create<float>(across);
        var corner = ((top - 1) * side) + left - 1;
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = picture.Planes[channel].Values;
            var sum = Vector128<float>.Zero;
            for (var row = 0; row < 4; row++)
            {
                sum += Vector128.Create<float>(plane.AsSpan(corner + (row * side), 4)) * down[row];
            }
            // Lane by lane in a fixed order: the same on every machine.
            sum *= weights;
            values[at + channel] += gain * (sum[0] + sum[1] + sum[2] + sum[3]);
        }
    }
}
