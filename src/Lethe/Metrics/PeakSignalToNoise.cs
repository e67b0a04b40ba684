namespace Lethe.Metrics;

/// <summary>
/// Peak signal to noise ratio, <c>-10 log10(mean squared error)</c> of pictures from 0 to 1, in dB; infinite for equal ones. Higher is more
/// alike.
/// </summary>
public static class PeakSignalToNoise
{
    /// <param name="a">N x C x H x W from 0 to 1.</param>
    /// <param name="b">Likewise.</param>
    /// <returns>Of each pair.</returns>
    /// <exception cref="ArgumentException">Other shapes or values.</exception>
    public static double[] Of(Tensor a, Tensor b)
    {
        FeatureCheck.RequirePictures(a);
        FeatureCheck.RequirePictures(b);
        if (!a.shape.AsSpan().SequenceEqual(b.shape))
        {
            throw new ArgumentException(
                $"Wanted pictures of one size, not {string.Join(" x ", a.shape)} and {string.Join(" x ", b.shape)}."
            );
        }
        using var scope = NewDisposeScope();
        var error = (a.to(ScalarType.Float64) - b.to(ScalarType.Float64)).square().flatten(1).mean([1]).cpu().data<double>().ToArray();
        return Array.ConvertAll(error, static value => value == 0 ? double.PositiveInfinity : -10 * Math.Log10(value));
    }
}
