using static TorchSharp.torch.nn;

namespace Lethe.Metrics;

/// <summary>
/// Structural similarity (Wang et al., 2004): the mean over all windows of <c>(2 m_x m_y + c1)(2 s_xy + c2) / ((m_x^2 + m_y^2 + c1)(s_x^2 +
/// s_y^2 + c2))</c>, with <c>c1 = 0.01^2</c> and <c>c2 = 0.03^2</c>. 1 for equal pictures; higher is more alike. Only windows that lie
/// wholly in the picture count; colours one by one.
/// </summary>
public static class StructuralSimilarity
{
    private const double C1 = 0.01 * 0.01,
        C2 = 0.03 * 0.03;

    /// <summary>With a Gaussian window of 11 pixels and sigma 1.5, as usual for photographs.</summary>
    /// <param name="a">N x C x H x W from 0 to 1, at least 11 pixels a side.</param>
    /// <param name="b">Likewise.</param>
    /// <returns>Of each pair.</returns>
    /// <exception cref="ArgumentException">Other shapes or values.</exception>
    public static double[] Of(Tensor a, Tensor b) =>
        Of(a, b, [.. Enumerable.Range(-5, 11).Select(static i => Math.Exp(-i * i / (2 * 1.5 * 1.5)))]);

    /// <summary>With a uniform window, for small pictures: 7 pixels for 28.</summary>
    /// <inheritdoc cref="Of(Tensor, Tensor)" path="/param"/>
    /// <inheritdoc cref="Of(Tensor, Tensor)" path="/exception"/> <param name="window">Its side.</param>
    public static double[] Uniform(Tensor a, Tensor b, int window = 7) => Of(a, b, [.. Enumerable.Repeat(1.0, window)]);

    private static double[] Of(Tensor a, Tensor b, double[] window)
    {
        FeatureCheck.RequirePictures(a);
        FeatureCheck.RequirePictures(b);
        if (!a.shape.AsSpan().SequenceEqual(b.shape) || a.shape[2] < window.Length || a.shape[3] < window.Length)
        {
            throw new ArgumentException(
                $"Wanted pictures of one size, at least {window.Length} pixels a side, not {string.Join(" x ", a.shape)} and "
                    + $"{string.Join(" x ", b.shape)}."
            );
        }
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var row = tensor(window) / window.Sum();
        var kernel = outer(row, row).unsqueeze(0).unsqueeze(0).to(a.device);
        // Each colour of each picture is a picture of its own here.
        var (x, y) = (a.to(ScalarType.Float64).flatten(0, 1).unsqueeze(1), b.to(ScalarType.Float64).flatten(0, 1).unsqueeze(1));
        Tensor Mean(Tensor t) => functional.conv2d(t, kernel);
        var (mx, my) = (Mean(x), Mean(y));
        var (sx, sy, sxy) = (Mean(x * x) - (mx * mx), Mean(y * y) - (my * my), Mean(x * y) - (mx * my));
        var map = ((2 * mx * my) + C1) * ((2 * sxy) + C2) / (((mx * mx) + (my * my) + C1) * (sx + sy + C2));
        return map.flatten(1).mean([1]).view(a.shape[0], a.shape[1]).mean([1]).cpu().data<double>().ToArray();
    }
}
