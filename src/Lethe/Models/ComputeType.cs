using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>
/// The kit's layers compute in the type of their input and keep float32 weights: feed a network bfloat16 images and it runs in bfloat16,
/// with normalisation statistics, softmax and losses in float32. TorchSharp has no autocast; this is all that is needed of it.
/// </summary>
internal static class ComputeType
{
    /// <summary>The weight in the type of the input; its gradient comes back in float32.</summary>
    public static Tensor Like(this Tensor weight, Tensor input) => weight.dtype == input.dtype ? weight : weight.to(input.dtype);

    /// <summary>Layer normalisation with float32 weights of an input of any type; the sums are float32 inside.</summary>
    public static Tensor NormLike(this LayerNorm norm, Tensor input) =>
        functional.layer_norm(input, [input.shape[^1]], norm.weight?.Like(input), norm.bias?.Like(input), norm.eps);

    /// <summary>
    /// A copy of a 4-d weight with channels-last strides, where this torch's convolutions are right, and fast; the shape stays.
    /// </summary>
    public static Tensor ChannelsLast(this Tensor weight)
    {
        using var scope = NewDisposeScope();
        return weight.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The mean over all pixels, N x C, float32. What <c>mean([2, 3])</c> gives, but its gradient comes back in NCHW order, and every
    /// addition
    /// and ReLU further back then joins two orders at a fifth of the speed.
    /// </summary>
    /// <param name="maps">N x C x H x W, channels-last.</param>
    public static Tensor OverPixels(this Tensor maps)
    {
        using var scope = NewDisposeScope();
        return maps.permute(0, 2, 3, 1).flatten(1, 2).mean([1], type: ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
