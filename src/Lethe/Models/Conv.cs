using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>A 2-d convolution, channels-last, in the type of its input.</summary>
internal sealed class Conv : Module<Tensor, Tensor>
{
    private readonly Parameter weight; // output x input x kernel x kernel
    private readonly Parameter? bias;
    private readonly long[] stride;
    private readonly long[] padding;

    public Conv(long input, long output, int kernel, int stride = 1, int padding = 0, bool withBias = false)
        : base(nameof(Conv))
    {
        // He et al. 2015, fan-out: std = sqrt(2 / (output k^2)).
        using var plain = init.normal_(empty(output, input, kernel, kernel), 0, Math.Sqrt(2.0 / (output * kernel * kernel)));
        weight = new Parameter(plain.ChannelsLast());
        bias = withBias ? new Parameter(zeros(output)) : null;
        (this.stride, this.padding) = ([stride, stride], [padding, padding]);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (images, step) = (x, stride);
        if (weight.shape[2] == 1 && stride[0] > 1)
        {
            // A 1x1 kernel with a stride sees every s-th pixel. Said so outright: with fewer than 16 input channels, this
            // torch's gradient of the strided form writes past the end of its memory.
            (images, step) = (x[.., .., TensorIndex.Slice(step: stride[0]), TensorIndex.Slice(step: stride[1])], [1, 1]);
        }
        if (images.shape[1] > 1 && images.stride(1) != 1)
        {
            images = images.ChannelsLast(); // NCHW strides would take the path that reads memory nobody wrote
        }
        return functional.conv2d(images, weight.Like(x), bias?.Like(x), step, padding).MoveToOuterDisposeScope();
    }
}
