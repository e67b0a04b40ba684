using Lethe.Data;

namespace Lethe.Erasing.Fashion;

/// <summary>Fashion-MNIST as the small model draws it: 28 x 28, one channel, without the border that the kit's classifiers get.</summary>
public static class FashionPictures
{
    private const int Side = 28;

    /// <summary>A set of the classifiers' shape, cut to the pictures themselves.</summary>
    /// <param name="padded">Of <see cref="FashionMnist"/>: three equal channels of 32 x 32.</param>
    /// <returns>uint8, N x 1 x 28 x 28; normalised it lies in -1 to 1.</returns>
    public static ImageDataset Cut(ImageDataset padded)
    {
        using var scope = NewDisposeScope();
        var border = (padded.Size - Side) / 2;
        return new(
            padded.Name,
            padded.Images.narrow(1, 0, 1).narrow(2, border, Side).narrow(3, border, Side).contiguous(),
            padded.Labels.clone(),
            padded.ClassNames,
            Normalization.Half
        );
    }

    /// <summary>All pictures of a set, for the network.</summary>
    /// <returns>N x 1 x 28 x 28, float32 in -1 to 1.</returns>
    public static Tensor Scaled(ImageDataset pictures)
    {
        using var scope = NewDisposeScope();
        return ((pictures.Images.to(ScalarType.Float32) / 127.5) - 1).MoveToOuterDisposeScope();
    }
}
