namespace Lethe.Detection;

/// <summary>
/// The Hilbert-Schmidt independence criterion with Gaussian kernels: how much do the features of the same images at two qualities depend on
/// each other? QAD (Le and Woo, ICCV 2023) maximises it between qualities.
/// </summary>
/// <remarks>The slides say neither which estimator the paper uses nor which of two conventions its bandwidth of 6 follows; so both are
/// here.</remarks>
public sealed record Hsic
{
    public static Hsic Debiased { get; } = new();

    /// <summary>The least that the paper's formula can mean.</summary>
    public static Hsic Literal { get; } = new() { Estimator = HsicEstimator.Biased };

    public HsicEstimator Estimator { get; init; } = HsicEstimator.DebiasedCka;

    public double Sigma { get; init; } = 6;

    /// <summary>Whether the exponent is divided by the number of dimensions, as the HSIC-bottleneck code does.</summary>
    public bool ScaleByDimension { get; init; }

    public double Epsilon { get; init; } = 1e-5;

    /// <summary>The dependence of two sets of features; differentiable. In float64: float32 loses the small differences that it consists
    /// of.</summary>
    /// <param name="x">m x d, row i of instance i; m at least 2, for the unbiased estimators 4.</param>
    /// <param name="y">m x e, row i of the same instance.</param>
    /// <exception cref="ArgumentException">Not two matrices of equally many rows, or too few.</exception>
    public Tensor Of(Tensor x, Tensor y)
    {
        if (x.dim() != 2 || y.dim() != 2 || x.shape[0] != y.shape[0] || x.shape[0] < Least)
        {
            throw new ArgumentException(
                $"{Estimator} wants two matrices of the same {Least} rows or more, not {string.Join(" x ", x.shape)} and "
                    + $"{string.Join(" x ", y.shape)}."
            );
        }
        using var scope = NewDisposeScope();
        return Pairs(stack([Gram(x), Gram(y)]))[0, 1].MoveToOuterDisposeScope();
    }

    /// <summary>Instances that the estimator needs.</summary>
    internal int Least => Estimator is HsicEstimator.Unbiased or HsicEstimator.DebiasedCka ? 4 : 2;

    /// <summary><c>K_ij = exp(-||x_i - x_j||^2 / (2 sigma^2))</c>, or <c>/ (2 sigma^2 d)</c>.</summary>
    /// <param name="rows">... x m x d.</param>
    /// <returns>... x m x m, float64.</returns>
    internal Tensor Gram(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var x = rows.to(ScalarType.Float64);
        // x_i.x_j, of which the backward pass is one matrix product instead of two: d/dx sum G_ij x_i.x_j = (G + G')x, which is 2Gx where G
        // is symmetric.
        var half = x.matmul(x.detach().transpose(-1, -2));
        var inner = (2 * half) - half.detach();
        // ||a - b||^2 = a.a + b.b - 2 a.b; rounding may push it below 0.
        var squares = inner.diagonal(0, -2, -1);
        var distances = (squares.unsqueeze(-1) + squares.unsqueeze(-2) - (2 * inner)).clamp_min(0);
        var gram = (distances / (-2 * Sigma * Sigma * (ScaleByDimension ? x.shape[^1] : 1))).exp();
        return ((gram + gram.transpose(-1, -2)) / 2).MoveToOuterDisposeScope(); // so G is symmetric, whatever is made of the matrix
    }

    /// <summary>The dependence of each of q sets of features on each other: as the estimates are sums of products of what was made of two
    /// Gram matrices, all pairs are one matrix product.</summary>
    /// <param name="grams">... x q x m x m.</param>
    /// <returns>... x q x q, float64.</returns>
    internal Tensor Pairs(Tensor grams)
    {
        using var scope = NewDisposeScope();
        return (
            Estimator switch
            {
                HsicEstimator.Biased => Biased(grams),
                HsicEstimator.Unbiased => Unbiased(grams),
                HsicEstimator.NormalizedCca => NormalizedCca(grams),
                HsicEstimator.Cka => Normalised(Biased(grams)),
                _ => Normalised(Unbiased(grams)),
            }
        ).MoveToOuterDisposeScope();
    }

    // tr(K H L H) / (m - 1)^2, H = I - 11'/m; the trace of a product of symmetric matrices is the sum of their products.
    private static Tensor Biased(Tensor k)
    {
        var m = k.shape[^1];
        var centred = k - k.mean([-1], keepdim: true) - k.mean([-2], keepdim: true) + k.mean([-2, -1], keepdim: true);
        return Products(centred, k) / ((m - 1.0) * (m - 1.0));
    }

    // [tr(K~ L~) + 1'K~1 1'L~1 / ((m-1)(m-2)) - 2 1'K~L~1 / (m-2)] / (m (m-3)), K~ = K with a zero diagonal
    private static Tensor Unbiased(Tensor k)
    {
        var m = (double)k.shape[^1];
        var off = k * (1 - Identity(k));
        var columns = off.sum([-2]); // ... x q x m
        var sums = columns.sum([-1], keepdim: true); // ... x q x 1
        return (
                Products(off, off)
                + (sums.matmul(sums.transpose(-1, -2)) / ((m - 1) * (m - 2)))
                - (2 / (m - 2) * columns.matmul(columns.transpose(-1, -2)))
            ) / (m * (m - 3));
    }

    // sum_ij (R_x o R_y')_ij, R = K_c (K_c + epsilon m I)^-1, K_c = K H; R = A B^-1 solves B' R' = A'.
    private Tensor NormalizedCca(Tensor k)
    {
        var centred = k - k.mean([-1], keepdim: true);
        var shifted = centred + (Epsilon * k.shape[^1] * Identity(k));
        var transposed = linalg.solve(shifted.transpose(-1, -2), centred.transpose(-1, -2));
        return Products(transposed.transpose(-1, -2), transposed);
    }

    private static Tensor Identity(Tensor like) => eye(like.shape[^1], dtype: ScalarType.Float64, device: like.device);

    // HSIC(K, L) / sqrt(HSIC(K, K) HSIC(L, L))
    private static Tensor Normalised(Tensor pairs)
    {
        var own = pairs.diagonal(0, -2, -1).unsqueeze(-1);
        return pairs / (own * own.transpose(-1, -2)).clamp_min(1e-30).sqrt();
    }

    private static Tensor Products(Tensor a, Tensor b) => a.flatten(-2).matmul(b.flatten(-2).transpose(-1, -2));
}
