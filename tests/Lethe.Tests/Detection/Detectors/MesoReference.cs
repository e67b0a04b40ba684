namespace Lethe.Tests.Detection.Detectors;

/// <summary>Meso-4 and MesoInception-4 in plain loops over arrays in the layout of Keras: what the networks of the kit are compared
/// with.</summary>
internal sealed class MesoReference(bool inception, IReadOnlyDictionary<string, float[]> weights)
{
    /// <summary>The kernels in the order Keras makes them: side, inputs, outputs, dilation.</summary>
    public static IReadOnlyList<(int Side, int Input, int Output, int Dilation)> Kernels(bool inception) =>
        !inception
            ? [(3, 3, 8, 1), (5, 8, 8, 1), (5, 8, 16, 1), (5, 16, 16, 1)]
            : [.. Block(3, 1), .. Block(11, 2), (5, 12, 16, 1), (5, 16, 16, 1)];

    public static int[] Widths(bool inception) => inception ? [11, 12, 16, 16] : [8, 8, 16, 16];

    /// <param name="image">Rows x columns x 3.</param>
    /// <returns>z, the number before the sigmoid.</returns>
    public double Run(double[,,] image)
    {
        var (x, kernel) = (image, 0);
        int[] pools = [2, 2, 2, 4];
        for (var stage = 0; stage < 4; stage++)
        {
            var y = inception && stage < 2 ? Join(Convolve(x, kernel++), Branch(x), Branch(x), Branch(x)) : Convolve(x, kernel++);
            x = Pool(Normalise(y, stage + 1), pools[stage]);
        }
        double[] flat = [.. x.Cast<double>()]; // rows, columns, channels
        double[] features = [.. Dense(flat, 1).Select(static value => value > 0 ? value : 0.1 * value)];
        return Dense(features, 2)[0];

        double[,,] Branch(double[,,] input) => Convolve(Convolve(input, kernel++), kernel++);
    }

    private static (int, int, int, int)[] Block(int input, int first) =>
        [(1, input, first, 1), (1, input, 4, 1), (3, 4, 4, 1), (1, input, 4, 1), (3, 4, 4, 2), (1, input, 2, 1), (3, 2, 2, 3)];

    // "Same" padding and ReLU.
    private double[,,] Convolve(double[,,] x, int index)
    {
        var (side, input, output, dilation) = Kernels(inception)[index];
        var (kernel, bias) = (weights[$"conv2d_{index + 1}/kernel:0"], weights[$"conv2d_{index + 1}/bias:0"]);
        var (rows, columns) = (x.GetLength(0), x.GetLength(1));
        var y = new double[rows, columns, output];
        for (var r = 0; r < rows; r++)
        for (var c = 0; c < columns; c++)
        for (var o = 0; o < output; o++)
        {
            double sum = bias[o];
            for (var i = 0; i < side; i++)
            for (var j = 0; j < side; j++)
            {
                var (row, column) = (r + ((i - (side / 2)) * dilation), c + ((j - (side / 2)) * dilation));
                for (var n = 0; n < input && row >= 0 && row < rows && column >= 0 && column < columns; n++)
                {
                    sum += x[row, column, n] * kernel[(((((i * side) + j) * input) + n) * output) + o];
                }
            }
            y[r, c, o] = Math.Max(0, sum);
        }
        return y;
    }

    private double[,,] Normalise(double[,,] x, int index)
    {
        var name = $"batch_normalization_{index}";
        var y = (double[,,])x.Clone();
        for (var r = 0; r < y.GetLength(0); r++)
        for (var c = 0; c < y.GetLength(1); c++)
        for (var n = 0; n < y.GetLength(2); n++)
        {
            y[r, c, n] =
                (
                    (y[r, c, n] - weights[$"{name}/moving_mean:0"][n])
                    / Math.Sqrt(weights[$"{name}/moving_variance:0"][n] + 1e-3)
                    * weights[$"{name}/gamma:0"][n]
                ) + weights[$"{name}/beta:0"][n];
        }
        return y;
    }

    private static double[,,] Pool(double[,,] x, int size)
    {
        var y = new double[x.GetLength(0) / size, x.GetLength(1) / size, x.GetLength(2)];
        for (var r = 0; r < y.GetLength(0); r++)
        for (var c = 0; c < y.GetLength(1); c++)
        for (var n = 0; n < y.GetLength(2); n++)
        {
            y[r, c, n] = Enumerable.Range(0, size * size).Max(i => x[(r * size) + (i / size), (c * size) + (i % size), n]);
        }
        return y;
    }

    private static double[,,] Join(params double[][,,] maps)
    {
        var y = new double[maps[0].GetLength(0), maps[0].GetLength(1), maps.Sum(static map => map.GetLength(2))];
        for (var r = 0; r < y.GetLength(0); r++)
        for (var c = 0; c < y.GetLength(1); c++)
        {
            var at = 0;
            foreach (var map in maps)
            {
                for (var n = 0; n < map.GetLength(2); n++)
                {
                    y[r, c, at++] = map[r, c, n];
                }
            }
        }
        return y;
    }

    private double[] Dense(double[] x, int index)
    {
        var (kernel, bias) = (weights[$"dense_{index}/kernel:0"], weights[$"dense_{index}/bias:0"]);
        return [.. bias.Select((b, o) => b + x.Select((value, i) => value * kernel[(i * bias.Length) + o]).Sum())];
    }
}
