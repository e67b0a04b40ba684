using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Erasing;

/// <summary>Makes of pictures what <see cref="InceptionV3"/> sees.</summary>
internal static class InceptionInput
{
    private const double A = -0.5;

    /// <param name="pictures">N x 3 x H x W in 0 to 1, float32.</param>
    /// <returns>N x 3 x 299 x 299 in -1 to 1.</returns>
    public static Tensor Of(Tensor pictures, FidResize resize)
    {
        using var scope = NewDisposeScope();
        var seen = resize == FidResize.Clean ? ((255 * Clean(pictures)) - 128) / 128 : (2 * Bilinear(pictures)) - 1;
        return seen.MoveToOuterDisposeScope();
    }

    internal static Tensor Bilinear(Tensor pictures) => nn.functional.interpolate(pictures, [InceptionV3.Side, InceptionV3.Side], mode: InterpolationMode.Bilinear, align_corners: false);

    internal static Tensor Clean(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var (rows, columns) = (Weights(pictures.shape[2], pictures.device), Weights(pictures.shape[3], pictures.device));
        return rows.matmul(pictures.matmul(columns.T)).clamp(0, 1).MoveToOuterDisposeScope();
    }

    // 299 x size: what each pixel of the old row or column gives to each of the new. With s = max(1, size / 299), new pixel i lies at c = (i + 1/2) size / 299, and pixel j gives k((j + 1/2 - c) / s), over their sum.
    private static Tensor Weights(long size, Device device)
    {
        var ratio = (double)size / InceptionV3.Side;
        var scale = Math.Max(1, ratio);
        var weights = new float[InceptionV3.Side, size];
        for (var i = 0; i < InceptionV3.Side; i++)
        {
            var centre = (i + 0.5) * ratio;
            var (first, end) = (Math.Max(0, (long)(centre - (2 * scale) + 0.5)), Math.Min(size, (long)(centre + (2 * scale) + 0.5)));
            var sum = 0.0;
            for (var j = first; j < end; j++)
            {
                sum += Kernel((j + 0.5 - centre) / scale);
            }
            for (var j = first; j < end; j++)
            {
                weights[i, j] = (float)(Kernel((j + 0.5 - centre) / scale) / sum);
            }
        }
        return tensor(weights, device: device);
    }

    // Keys 1981: (a + 2) |x|^3 - (a + 3) x^2 + 1 up to 1, a (|x|^3 - 5 x^2 + 8 |x| - 4) up to 2
    private static double Kernel(double x) => Math.Abs(x) switch
    {
        < 1 and var d => ((((A + 2) * d) - (A + 3)) * d * d) + 1,
        < 2 and var d => A * ((((d - 5) * d) + 8) * d - 4),
        _ => 0,
    };
}
