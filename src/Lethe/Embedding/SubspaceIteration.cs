using System.Numerics;

namespace Lethe.Embedding;

/// <summary>
/// The largest eigenvalues of a large symmetric matrix, by subspace iteration with the mixing of Rayleigh and Ritz (Golub and Van Loan,
/// section 8.2): a few more directions than wanted are multiplied by C and made orthogonal again until those wanted are eigenvectors.
/// Direction k comes nearer by lambda_block / lambda_k an iteration. The same bits for any number of threads.
/// </summary>
internal static class SubspaceIteration
{
    private const int Iterations = 100;
    private const double Tolerance = 1e-10; // of |C v - lambda v|, relative to the largest eigenvalue

    /// <param name="matrix">C: n x n, symmetric, no eigenvalue below 0.</param>
    /// <returns>At least <paramref name="wanted"/> values, largest first, and unit vectors.</returns>
    public static (double[] Values, double[][] Vectors) Of(double[][] matrix, int wanted, ParallelOptions parallel)
    {
        var (random, block) = (RandomStream.For(0, nameof(SubspaceIteration)), Math.Min(matrix.Length, (2 * wanted) + 10));
        var basis = Enumerable.Range(0, block).Select(_ => Random(matrix.Length, random)).ToArray();
        for (var iteration = 1; ; iteration++)
        {
            Orthonormalise(basis, random);
            var images = basis.Select(row => new double[row.Length]).ToArray(); // C v
            Parallel.For(
                0,
                matrix.Length,
                parallel,
                d =>
                {
                    for (var k = 0; k < block; k++)
                    {
                        images[k][d] = Dot(matrix[d], basis[k]);
                    }
                }
            );
            // The eigenvectors of V' C V say which mixtures of the basis are nearest to eigenvectors of C.
            var (values, mixtures) = SymmetricEigen.Of([.. basis.Select(row => images.Select(image => Dot(row, image)).ToArray())]);
            (basis, images) = (Mixed(basis, mixtures, parallel), Mixed(images, mixtures, parallel));
            if (
                iteration == Iterations
                || Enumerable.Range(0, wanted).All(k => Residual(images[k], basis[k], values[k]) <= Tolerance * values[0])
            )
            {
                return (values, basis);
            }
            basis = images;
        }
    }

    public static double Dot(double[] a, double[] b)
    {
        // Four sums side by side: an addition need not wait for the one before it.
        var (i, width) = (0, Vector<double>.Count);
        var (first, second, third, fourth) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        for (; i <= a.Length - (4 * width); i += 4 * width)
        {
            first += new Vector<double>(a, i) * new Vector<double>(b, i);
            second += new Vector<double>(a, i + width) * new Vector<double>(b, i + width);
            third += new Vector<double>(a, i + (2 * width)) * new Vector<double>(b, i + (2 * width));
            fourth += new Vector<double>(a, i + (3 * width)) * new Vector<double>(b, i + (3 * width));
        }
        var sum = Vector.Sum(first + second + (third + fourth));
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }
        return sum;
    }

    // |C v - lambda v|
    private static double Residual(double[] image, double[] vector, double value)
    {
        var sum = 0.0;
        for (var d = 0; d < vector.Length; d++)
        {
            sum += (image[d] - (value * vector[d])) * (image[d] - (value * vector[d]));
        }
        return Math.Sqrt(sum);
    }

    private static double[][] Mixed(double[][] rows, double[][] mixtures, ParallelOptions parallel)
    {
        var mixed = new double[mixtures.Length][];
        Parallel.For(
            0,
            mixtures.Length,
            parallel,
            k =>
            {
                mixed[k] = new double[rows[0].Length];
                for (var r = 0; r < rows.Length; r++)
                {
                    AddScaled(mixed[k], mixtures[k][r], rows[r]);
                }
            }
        );
        return mixed;
    }

    // Gram and Schmidt, twice over so that rounding does not matter. What C makes vanish is replaced: a basis has to be one.
    private static void Orthonormalise(double[][] rows, RandomStream random)
    {
        for (var k = 0; k < rows.Length; k++)
        {
            for (var pass = 0; pass < 2; pass++)
            {
                var before = Math.Sqrt(Dot(rows[k], rows[k]));
                for (var j = 0; j < k; j++)
                {
                    AddScaled(rows[k], -Dot(rows[j], rows[k]), rows[j]);
                }
                var norm = Math.Sqrt(Dot(rows[k], rows[k]));
                if (norm <= 1e-12 * before)
                {
                    (rows[k], pass) = (Random(rows[k].Length, random), -1);
                    continue;
                }
                for (var d = 0; d < rows[k].Length; d++)
                {
                    rows[k][d] /= norm;
                }
            }
        }
    }

    private static double[] Random(int dimensions, RandomStream random) =>
        [.. Enumerable.Range(0, dimensions).Select(_ => random.NextDouble() - 0.5)];

    private static void AddScaled(double[] to, double factor, double[] row)
    {
        for (var d = 0; d < to.Length; d++)
        {
            to[d] += factor * row[d];
        }
    }
}
