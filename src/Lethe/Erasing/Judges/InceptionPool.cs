using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Judges;

/// <summary>The poolings of the network that FID is defined by.</summary>
internal static class InceptionPool
{
    /// <summary>The mean of 3 x 3 places; at the border of those that there are. torchvision counts the zeros around the map too.</summary>
    public static Tensor Average(Tensor x) => functional.avg_pool2d(x, [3, 3], [1, 1], [1, 1], count_include_pad: false);

    /// <summary>The largest of 3 x 3 places, of the same size.</summary>
    public static Tensor Largest(Tensor x) => functional.max_pool2d(x, 3, 1, 1);

    /// <summary>The largest of 3 x 3 places, every other one.</summary>
    public static Tensor Half(Tensor x) => functional.max_pool2d(x, 3, 2);
}
