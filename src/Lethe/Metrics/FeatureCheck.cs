namespace Lethe.Metrics;

/// <summary>
/// What metrics of features and of pictures ask of their input: numbers in the wrong range give a number too, only a wrong one.
/// </summary>
internal static class FeatureCheck
{
    /// <exception cref="ArgumentException">Not a matrix of floating-point numbers with so many rows, or some are none.</exception>
    public static void Require(Tensor features, int rows)
    {
        if (features.dim() != 2 || features.shape[0] < rows || features.dtype is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new ArgumentException(
                $"Features are a matrix of {rows} rows or more of float32 or float64, not {features.dtype} "
                    + $"{string.Join(" x ", features.shape)}."
            );
        }
        using var scope = NewDisposeScope();
        if (!features.isfinite().all().item<bool>())
        {
            throw new ArgumentException("Some of the features are no numbers.");
        }
    }

    /// <exception cref="ArgumentException">Not N x C x H x W of float32 or float64 from 0 to 1.</exception>
    public static void RequirePictures(Tensor pictures)
    {
        if (pictures.dim() != 4 || pictures.shape[0] == 0 || pictures.dtype is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new ArgumentException(
                $"Pictures are N x C x H x W of float32 or float64, not {pictures.dtype} {string.Join(" x ", pictures.shape)}."
            );
        }
        using var scope = NewDisposeScope();
        var (least, most) = (pictures.min().to(ScalarType.Float64).item<double>(), pictures.max().to(ScalarType.Float64).item<double>());
        if (!(least >= 0 && most <= 1))
        {
            throw new ArgumentException(FormattableString.Invariant($"Pictures have values from 0 to 1, not from {least} to {most}."));
        }
    }
}
