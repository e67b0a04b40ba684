namespace Lethe.Metrics;

/// <summary>
/// The kernel distance of two sets of features (Binkowski et al., ICLR 2018): the unbiased squared maximum mean discrepancy under <c>k(x,
/// y) = (x.y / d + 1)^3</c>, mean and spread over random subsets. About 0 for sets of one distribution, and unlike the Fréchet distance not
/// larger for small sets. Of Inception's features it is called KID.
/// </summary>
public static class KernelDistance
{
    /// <param name="a">n x d, float32 or float64.</param>
    /// <param name="b">m x d.</param>
    /// <param name="subsets">How many.</param>
    /// <param name="size">Of each, drawn without replacement.</param>
    /// <param name="seed">The same seed, the same subsets.</param>
    /// <exception cref="ArgumentException">Not two matrices of the same width, fewer rows than a subset, or numbers that are
    /// none.</exception>
    public static (double Mean, double Deviation) Of(Tensor a, Tensor b, int subsets = 100, int size = 1000, int seed = 0)
    {
        FeatureCheck.Require(a, size);
        FeatureCheck.Require(b, size);
        if (a.shape[1] != b.shape[1] || size < 2 || subsets < 1)
        {
            throw new ArgumentException(
                $"Wanted features of one width in subsets of two or more, not of {a.shape[1]} and {b.shape[1]} numbers in "
                    + $"{subsets} subsets of {size}."
            );
        }
        var random = RandomStream.For(seed, "kernel distance");
        var values = new double[subsets];
        using var noGrad = no_grad();
        for (var i = 0; i < subsets; i++)
        {
            using var scope = NewDisposeScope();
            values[i] = Squared(Rows(a, size, random), Rows(b, size, random));
        }
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }

    // [sum_{i != j} k(x_i, x_j) + sum_{i != j} k(y_i, y_j)] / (m (m - 1)) - 2 / m^2 sum k(x_i, y_j)
    private static double Squared(Tensor x, Tensor y)
    {
        double m = x.shape[0];
        double Off(Tensor k) => (k.sum() - k.trace()).item<double>();
        return ((Off(Kernel(x, x)) + Off(Kernel(y, y))) / (m * (m - 1))) - (2 / (m * m) * Kernel(x, y).sum().item<double>());
    }

    private static Tensor Kernel(Tensor x, Tensor y) => ((x.matmul(y.T) / x.shape[1]) + 1).pow(3);

    private static Tensor Rows(Tensor features, int size, RandomStream random) =>
        features
            .index_select(
                0,
                tensor(
                    random.Permutation((int)features.shape[0]).Take(size).Select(static row => (long)row).ToArray(),
                    device: features.device
                )
            )
            .to(ScalarType.Float64);
}
