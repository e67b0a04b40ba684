using Lethe.Models;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Detection.Detectors.F3;

/// <summary>The masks over an image's frequencies are as large as the image: F3-Net takes one size only.</summary>
internal static class FrequencyImages
{
    // Below, the last map of Xception would have no pixel.
    private const int Least = 32;

    /// <exception cref="LetheException">No side, or too small a one.</exception>
    public static void RequireSide(ModelSpec spec)
    {
        if (spec.Side < Least)
        {
            throw LetheException.Usage(
                $"{spec.Architecture} learns a mask over the frequencies of the whole image and is built for one size, of "
                    + $"{Least} pixels a side or more, not {spec.Side}. Set the side of its ModelSpec to that of the images."
            );
        }
    }

    /// <exception cref="LetheException">Images of another size than the network's.</exception>
    public static void RequireSide(ModelSpec spec, Tensor images)
    {
        if (images.shape[2] != spec.Side || images.shape[3] != spec.Side)
        {
            throw LetheException.Usage(
                $"{spec.Architecture} was built for images of {spec.Side} x {spec.Side} pixels and got {images.shape[2]} x "
                    + $"{images.shape[3]}. Build it for the size of the images, or resize them."
            );
        }
    }
}
