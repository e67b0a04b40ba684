using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Detection;

/// <summary>
/// The Hilbert-Schmidt independence criterion with Gaussian kernels: how much do the features of the same images at two qualities depend on each
/// other? QAD (Le and Woo, ICCV 2023) maximises it between qualities.
/// </summary>
/// <remarks>The paper as available to us does not say which estimator it uses, nor which of two conventions its bandwidth of 6 belongs to; so both are here.</remarks>
public sealed record Hsic
{
    /// <summary>The kit's default: <see cref="HsicEstimator.DebiasedCka"/>.</summary>
    public static Hsic Debiased { get; } = new();

    /// <summary>The least that the paper's formula can mean.</summary>
    public static Hsic Literal { get; } = new() { Estimator = HsicEstimator.Biased };

    public HsicEstimator Estimator { get; init; } = HsicEstimator.DebiasedCka;

    /// <summary><c>sigma</c> of the kernel.</summary>
    public double Sigma { get; init; } = 6;

    /// <summary>Whether the exponent is divided by the number of dimensions too, as the HSIC-bottleneck code does.</summary>
    public bool ScaleByDimension { get; init; }

    /// <summary><c>epsilon</c> of <see cref="HsicEstimator.NormalizedCca"/>.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>The dependence of two sets of features; differentiable. Computed in float64: float32 loses the small differences that it consists of.</summary>
    /// <param name="x">m x d, row i of instance i; m at least 2, for the unbiased estimators 4.</param>
    /// <param name="y">m x e, row i of the same instance.</param>
    /// <returns>A scalar, float64.</returns>
    /// <exception cref="ArgumentException">Not two matrices of equally many rows, or too few.</exception>
    public Tensor Of(Tensor x, Tensor y)
    {
        var least = Estimator is HsicEstimator.Unbiased or HsicEstimator.DebiasedCka ? 4 : 2;
        if (x.dim() != 2 || y.dim() != 2 || x.shape[0] != y.shape[0] || x.shape[0] < least)
        {
            throw new ArgumentException($"{Estimator} wants two matrices of the same {least} rows or more, not {string.Join(" x ", x.shape)} and {string.Join(" x ", y.shape)}.");
        }
        using var scope = NewDisposeScope();
        var (k, l) = (Gram(x), Gram(y));
        return (Estimator switch
        {
            HsicEstimator.Biased => Biased(k, l),
            HsicEstimator.Unbiased => Unbiased(k, l),
            HsicEstimator.NormalizedCca => NormalizedCca(k, l),
            HsicEstimator.Cka => Normalised(Biased, k, l),
            _ => Normalised(Unbiased, k, l),
        }).MoveToOuterDisposeScope();
    }

    // K_ij = exp(-||x_i - x_j||^2 / (2 sigma^2)), or / (2 sigma^2 d)
    private Tensor Gram(Tensor rows)
    {
        var x = rows.to(ScalarType.Float64);
        var squares = (x * x).sum([1]);
        // ||a - b||^2 = a.a + b.b - 2 a.b; rounding may push it below 0.
        var distances = (squares.unsqueeze(1) + squares.unsqueeze(0) - 2 * x.matmul(x.t())).clamp_min(0);
        return (distances / (-2 * Sigma * Sigma * (ScaleByDimension ? x.shape[1] : 1))).exp();
    }

    // tr(K H L H) / (m - 1)^2, H = I - 11'/m; the trace of a product of symmetric matrices is the sum of their products.
    private static Tensor Biased(Tensor k, Tensor l)
    {
        var m = k.shape[0];
        return (Centred(k) * l).sum() / ((m - 1.0) * (m - 1.0));
    }

    // [tr(K~ L~) + 1'K~1 1'L~1 / ((m-1)(m-2)) - 2 1'K~L~1 / (m-2)] / (m (m-3)), K~ = K with a zero diagonal
    private static Tensor Unbiased(Tensor k, Tensor l)
    {
        var m = (double)k.shape[0];
        var off = 1 - eye(k.shape[0], dtype: ScalarType.Float64, device: k.device);
        var (a, b) = (k * off, l * off);
        return ((a * b).sum() + (a.sum() * b.sum() / ((m - 1) * (m - 2))) - (2 / (m - 2) * (a.sum([0]) * b.sum([0])).sum())) / (m * (m - 3));
    }

    // sum_ij (R_x o R_y')_ij, R = K_c (K_c + epsilon m I)^-1, K_c = K H
    private Tensor NormalizedCca(Tensor k, Tensor l) => (Resolvent(k) * Resolvent(l).t()).sum();

    // R = A B^-1 solves B' R' = A'.
    private Tensor Resolvent(Tensor k)
    {
        var centred = k - k.mean([1], keepdim: true);
        var shifted = centred + (Epsilon * k.shape[0] * eye(k.shape[0], dtype: ScalarType.Float64, device: k.device));
        return linalg.solve(shifted.t(), centred.t()).t();
    }

    // HSIC(K, L) / sqrt(HSIC(K, K) HSIC(L, L))
    private static Tensor Normalised(Func<Tensor, Tensor, Tensor> hsic, Tensor k, Tensor l) =>
        hsic(k, l) / (hsic(k, k) * hsic(l, l)).clamp_min(1e-30).sqrt();

    // H K H
    private static Tensor Centred(Tensor k) => k - k.mean([0], keepdim: true) - k.mean([1], keepdim: true) + k.mean();
}
