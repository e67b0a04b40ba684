using Lethe.Imaging;
using Lethe.Metrics;

namespace Lethe.Erasing.Judges;

/// <summary>
/// Pictures as CLIP wants them: saved as bytes, scaled with Pillow's bicubic kernel until the shorter side fits, cut out in the middle,
/// normalised. To the bit what Pillow makes of the saved files: it rounds to bytes after each of the two directions, columns first.
/// </summary>
public static class ClipPictures
{
    private static readonly double[] Mean = [0.48145466, 0.4578275, 0.40821073],
        Std = [0.26862954, 0.26130258, 0.27577711];

    /// <param name="pictures">N x 3 x H x W of float32 or float64, from 0 to 1.</param>
    /// <returns>N x 3 x side x side, float32.</returns>
    public static Tensor Prepare(Tensor pictures, int side)
    {
        using var scope = NewDisposeScope();
        Tensor Colours(double[] values) => tensor(values, [1, 3, 1, 1], device: pictures.device);
        return (((Bytes(pictures, side) / 255) - Colours(Mean)) / Colours(Std)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <returns>N x 3 x side x side, whole numbers from 0 to 255 as float64.</returns>
    internal static Tensor Bytes(Tensor pictures, int side)
    {
        FeatureCheck.RequirePictures(pictures);
        if (pictures.shape is not [_, 3, var high, var wide])
        {
            throw new ArgumentException($"CLIP sees pictures of three colours, not {string.Join(" x ", pictures.shape)}.");
        }
        using var scope = NewDisposeScope();
        var (height, width) = ((int)high, (int)wide);
        var (rows, columns) = height < width ? (side, side * width / height) : (side * height / width, side);
        var across = Whole(matmul((pictures.to(ScalarType.Float64) * 255).round(), Resampling.Matrix(width, columns, pictures.device).t()));
        var both = Whole(matmul(Resampling.Matrix(height, rows, pictures.device), across));
        return both.narrow(2, (rows - side) / 2, side).narrow(3, (columns - side) / 2, side).MoveToOuterDisposeScope();
    }

    private static Tensor Whole(Tensor values) => (values + 0.5).floor().clamp(0, 255);
}
