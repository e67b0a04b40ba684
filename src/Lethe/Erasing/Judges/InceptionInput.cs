using Lethe.Imaging;
using static TorchSharp.torch;

namespace Lethe.Erasing.Judges;

/// <summary>Makes of pictures what <see cref="InceptionV3"/> sees.</summary>
internal static class InceptionInput
{
    /// <param name="pictures">N x 3 x H x W in 0 to 1, float32.</param>
    /// <returns>N x 3 x 299 x 299 in -1 to 1.</returns>
    public static Tensor Of(Tensor pictures, FidResize resize)
    {
        using var scope = NewDisposeScope();
        var seen = resize == FidResize.Clean ? ((255 * Clean(pictures)) - 128) / 128 : (2 * Bilinear(pictures)) - 1;
        return seen.MoveToOuterDisposeScope();
    }

    internal static Tensor Bilinear(Tensor pictures) =>
        nn.functional.interpolate(pictures, [InceptionV3.Side, InceptionV3.Side], mode: InterpolationMode.Bilinear, align_corners: false);

    internal static Tensor Clean(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        Tensor Weights(long size) => Resampling.Matrix((int)size, InceptionV3.Side, pictures.device).to(pictures.dtype);
        var (rows, columns) = (Weights(pictures.shape[2]), Weights(pictures.shape[3]));
        return rows.matmul(pictures.matmul(columns.T)).clamp(0, 1).MoveToOuterDisposeScope();
    }
}
