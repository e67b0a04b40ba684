namespace Lethe.Imaging;

// Gaussian blur, rows then columns; the edge pixels go on outside. The kernel is cut at a radius and sums to 1.
internal static class GaussianBlur
{
    // sigma: pixels; 0 changes nothing. radius: pixels; null for 3 sigma.
    public static Plane Apply(Plane plane, double sigma, int? radius = null)
    {
        var reach = radius ?? (int)Math.Ceiling(3 * sigma);
        if (sigma <= 0 || reach < 1)
        {
            return plane.Copy();
        }
        var kernel = Kernel(sigma, reach);
        return Along(Along(plane, kernel, reach), kernel, reach);
    }

    private static float[] Kernel(double sigma, int reach)
    {
        var weights = Enumerable.Range(-reach, (2 * reach) + 1).Select(i => Math.Exp(-(i * i) / (2 * sigma * sigma))).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => (float)(weight / sum))];
    }

    // Blurs the rows and writes them as columns, so that a second call blurs the columns and turns the picture back.
    private static Plane Along(Plane plane, float[] kernel, int reach)
    {
        var side = plane.Side;
        var turned = new Plane(side);
        var row = new float[side + (2 * reach)];
        for (var y = 0; y < side; y++)
        {
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = plane.Values[(y * side) + Math.Clamp(i - reach, 0, side - 1)];
            }
            for (var x = 0; x < side; x++)
            {
                var sum = 0f;
                for (var i = 0; i < kernel.Length; i++)
                {
                    sum += kernel[i] * row[x + i];
                }
                turned.Values[(x * side) + y] = sum;
            }
        }
        return turned;
    }
}
