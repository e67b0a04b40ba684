using System.Numerics;
using System.Runtime.Intrinsics;

namespace Lethe.Imaging;

// Values between pixels, and pictures of another size. A pixel's place is its middle: the first is at 0.
internal static class Sampling
{
    // From the four pixels around; outside the picture its edge goes on.
    public static float Linear(Plane plane, float x, float y)
    {
        var last = plane.Side - 1;
        (x, y) = (Math.Clamp(x, 0, last), Math.Clamp(y, 0, last));
        var (left, top) = ((int)x, (int)y);
        var (s, t) = (x - left, y - top);
        var (right, below) = (Math.Min(left + 1, last), Math.Min(top + 1, last));
        var upper = plane[left, top] + (s * (plane[right, top] - plane[left, top]));
        var lower = plane[left, below] + (s * (plane[right, below] - plane[left, below]));
        return upper + (t * (lower - upper));
    }

    // From the sixteen pixels around (Catmull and Rom); at a pixel's middle its own value, to the bit.
    public static float Cubic(Plane plane, float x, float y)
    {
        var side = plane.Side;
        (x, y) = (Math.Clamp(x, 0, side - 1), Math.Clamp(y, 0, side - 1));
        var (left, top) = ((int)x, (int)y);
        Span<float> across = stackalloc float[4],
            down = stackalloc float[4];
        Weights(x - left, across);
        Weights(y - top, down);
        var sum = 0f;
        for (var j = 0; j < 4; j++)
        {
            var row = Math.Clamp(top + j - 1, 0, side - 1) * side;
            var line = 0f;
            for (var i = 0; i < 4; i++)
            {
                line += across[i] * plane.Values[row + Math.Clamp(left + i - 1, 0, side - 1)];
            }
            sum += down[j] * line;
        }
        return sum;
    }

    // Adds gain times the colour at (x, y) to three values from at on: Cubic of all three planes at once, for the camera, which asks for
    // millions.
    public static void AddCubic(RgbPlanes picture, float x, float y, float gain, float[] values, int at)
    {
        var side = picture.Side;
        (x, y) = (Math.Clamp(x, 0, side - 1), Math.Clamp(y, 0, side - 1));
        var (left, top) = ((int)x, (int)y);
        if (left < 1 || top < 1 || left > side - 3 || top > side - 3)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                values[at + channel] += gain * Cubic(picture.Planes[channel], x, y);
            }
            return;
        }
        Span<float> across = stackalloc float[4],
            down = stackalloc float[4];
        Weights(x - left, across);
        Weights(y - top, down);
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

    // The Catmull-Rom weights of the pixels at -1, 0, 1 and 2.
    private static void Weights(float t, Span<float> weights)
    {
        weights[0] = t * (-0.5f + (t * (1 - (0.5f * t))));
        weights[1] = 1 + (t * t * (-2.5f + (1.5f * t)));
        weights[2] = t * (0.5f + (t * (2 - (1.5f * t))));
        weights[3] = t * t * (-0.5f + (0.5f * t));
    }

    // The picture as seen from elsewhere: pixel (x, y) is taken from from(x, y).
    public static RgbPlanes Warp(RgbPlanes picture, Func<int, int, (float X, float Y)> from)
    {
        var places = Enumerable.Range(0, picture.Side * picture.Side).Select(i => from(i % picture.Side, i / picture.Side)).ToArray();
        return picture.Each(plane => Warp(plane, (x, y) => places[(y * plane.Side) + x]));
    }

    // Likewise, where a pixel's middle is at a half.
    public static RgbPlanes Warp(RgbPlanes picture, Func<Vector2, Vector2> from) =>
        Warp(
            picture,
            (x, y) =>
            {
                var place = from(new(x + 0.5f, y + 0.5f));
                return (place.X - 0.5f, place.Y - 0.5f);
            }
        );

    public static Plane Warp(Plane plane, Func<int, int, (float X, float Y)> from) =>
        Plane.Of(
            plane.Side,
            (x, y) =>
            {
                var (fromX, fromY) = from(x, y);
                return Linear(plane, fromX, fromY);
            }
        );

    // Moved to the right and down by parts of a pixel; the edge goes on.
    public static Plane Shift(Plane plane, float right, float down)
    {
        if (right == 0 && down == 0)
        {
            return plane.Copy();
        }
        var (side, last) = (plane.Side, plane.Side - 1);
        var (left, top) = ((int)MathF.Floor(-right), (int)MathF.Floor(-down));
        var (s, t) = (-right - left, -down - top);
        var columns = Enumerable.Range(left, side + 1).Select(x => Math.Clamp(x, 0, last)).ToArray();
        var moved = new Plane(side);
        for (var y = 0; y < side; y++)
        {
            var upper = plane.Values.AsSpan(side * Math.Clamp(y + top, 0, last), side);
            var lower = plane.Values.AsSpan(side * Math.Clamp(y + top + 1, 0, last), side);
            var result = moved.Values.AsSpan(side * y, side);
            for (var x = 0; x < result.Length; x++)
            {
                var (from, to) = (columns[x], columns[x + 1]);
                var above = upper[from] + (s * (upper[to] - upper[from]));
                var below = lower[from] + (s * (lower[to] - lower[from]));
                result[x] = above + (t * (below - above));
            }
        }
        return moved;
    }

    // Smaller: each pixel is the average of what it covers.
    public static Plane Shrink(Plane plane, int side)
    {
        var spans = Enumerable.Range(0, side).Select(i => Covered(i, (double)plane.Side / side, plane.Side)).ToArray();
        return Plane.Of(
            side,
            (x, y) =>
            {
                var sum = 0f;
                foreach (var (row, high) in spans[y])
                {
                    foreach (var (column, wide) in spans[x])
                    {
                        sum += high * wide * plane[column, row];
                    }
                }
                return sum;
            }
        );
    }

    // Larger, smoothly.
    public static Plane Enlarge(Plane plane, int side)
    {
        var scale = (float)plane.Side / side;
        return Plane.Of(side, (x, y) => Cubic(plane, ((x + 0.5f) * scale) - 0.5f, ((y + 0.5f) * scale) - 0.5f));
    }

    // Which pixels lie under pixel i of a coarser row, and with what share of it.
    private static (int Pixel, float Share)[] Covered(int i, double scale, int side)
    {
        var (from, to) = (i * scale, (i + 1) * scale);
        return
        [
            .. Enumerable
                .Range((int)from, Math.Min((int)Math.Ceiling(to - 1e-9), side) - (int)from)
                .Select(pixel => (pixel, (float)((Math.Min(to, pixel + 1) - Math.Max(from, pixel)) / scale))),
        ];
    }
}
