using System.Numerics;

namespace Lethe.Imaging;

// Makes pictures smaller: each pixel is the mean of what it covers.
internal static class AreaAverage
{
    private const float Negligible = 1e-3f; // of a pixel

    // rgb: width x height x 3 bytes. Gives newWidth x newHeight x 3 bytes; neither side may grow.
    public static byte[] Shrink(ReadOnlySpan<byte> rgb, int width, int height, int newWidth, int newHeight)
    {
        var (columns, rows) = (Covered(width, newWidth), Covered(height, newHeight));
        var result = new byte[3 * newWidth * newHeight];
        var line = new float[3 * width];
        for (var y = 0; y < newHeight; y++)
        {
            Array.Clear(line);
            for (var i = 0; i < rows[y].Weights.Length; i++)
            {
                AddRow(rgb.Slice(3 * width * (rows[y].First + i), 3 * width), rows[y].Weights[i], line);
            }
            Across(line, columns, result.AsSpan(3 * newWidth * y, 3 * newWidth));
        }
        return result;
    }

    private static void AddRow(ReadOnlySpan<byte> row, float weight, float[] line)
    {
        var x = 0;
        for (; x + Vector<byte>.Count <= row.Length; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(row[x..]), out var low, out var high);
            Vector.Widen(low, out var first, out var second);
            Vector.Widen(high, out var third, out var fourth);
            Add(first, x);
            Add(second, x + Vector<uint>.Count);
            Add(third, x + (2 * Vector<uint>.Count));
            Add(fourth, x + (3 * Vector<uint>.Count));
        }
        for (; x < row.Length; x++)
        {
            line[x] += weight * row[x];
        }

        void Add(Vector<uint> pixels, int at) =>
            (new Vector<float>(line, at) + (weight * Vector.ConvertToSingle(Vector.AsVectorInt32(pixels)))).CopyTo(line, at);
    }

    private static void Across(float[] line, (int First, float[] Weights)[] columns, Span<byte> result)
    {
        for (var x = 0; x < columns.Length; x++)
        {
            var (first, weights) = columns[x];
            var (red, green, blue) = (0f, 0f, 0f);
            for (var i = 0; i < weights.Length; i++)
            {
                var at = 3 * (first + i);
                red += weights[i] * line[at];
                green += weights[i] * line[at + 1];
                blue += weights[i] * line[at + 2];
            }
            (result[3 * x], result[(3 * x) + 1], result[(3 * x) + 2]) = (Round(red), Round(green), Round(blue));
        }
    }

    // The old pixels under each new one, and what share of it each covers.
    private static (int First, float[] Weights)[] Covered(int length, int newLength)
    {
        var scale = (double)length / newLength;
        return
        [
            .. Enumerable
                .Range(0, newLength)
                .Select(at =>
                {
                    var (start, end) = (at * scale, Math.Min((at + 1) * scale, length));
                    var first = (int)Math.Floor(start + Negligible);
                    var last = Math.Max(first, (int)Math.Ceiling(end - Negligible) - 1);
                    var shares = Enumerable.Range(first, last - first + 1).Select(i => Math.Min(end, i + 1) - Math.Max(start, i)).ToArray();
                    return (first, shares.Select(share => (float)(share / shares.Sum())).ToArray());
                }),
        ];
    }

    private static byte Round(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
