using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Models;

/// <summary>A 2-d convolution, channels-last, in the type of its input.</summary>
internal sealed class Conv : Module<Tensor, Tensor>
{
    private readonly Parameter weight; // output x input / groups x rows x columns
    private readonly Parameter? bias;
    private readonly long[] stride;
    private readonly long[] padding;
    private readonly long[] dilation;
    private readonly int groups;
    private readonly bool same;

    /// <param name="groups">The number of inputs for a depthwise convolution.</param>
    /// <param name="same">TensorFlow's padding instead of <paramref name="padding"/>: as much as gives ceil(size / stride) pixels, the odd
    /// one below and to the right.</param>
    public Conv(
        long input,
        long output,
        int kernel,
        int stride = 1,
        int padding = 0,
        bool withBias = false,
        int groups = 1,
        int dilation = 1,
        bool same = false
    )
        : this(input, output, (kernel, kernel), (padding, padding), stride, withBias, groups, dilation, same) { }

    /// <param name="kernel">Of other height than width, as Inception has them.</param>
    public Conv(
        long input,
        long output,
        (int Rows, int Columns) kernel,
        (int Rows, int Columns) padding,
        int stride = 1,
        bool withBias = false,
        int groups = 1,
        int dilation = 1,
        bool same = false
    )
        : base(nameof(Conv))
    {
        // He et al. 2015, fan-out: std = sqrt(2 / (output k^2)); of a group's outputs, if there are groups.
        using var plain = init.normal_(
            empty(output, input / groups, kernel.Rows, kernel.Columns),
            0,
            Math.Sqrt(2.0 * groups / (output * kernel.Rows * kernel.Columns))
        );
        weight = new Parameter(plain.ChannelsLast());
        bias = withBias ? new Parameter(zeros(output)) : null;
        (this.stride, this.padding, this.dilation) = ([stride, stride], [padding.Rows, padding.Columns], [dilation, dilation]);
        (this.groups, this.same) = (groups, same);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (images, step) = (same ? Padded(x) : x, stride);
        if (weight.shape[2] * weight.shape[3] == 1 && stride[0] > 1)
        {
            // A 1x1 kernel with a stride sees every s-th pixel. Said so outright: with fewer than 16 input channels, this
            // torch's gradient of the strided form writes past the end of its memory. Sliced as N x H x W x C, so that the
            // gradient comes back channels-last: added to one in NCHW order, all before it would run at a fifth of the speed.
            var seen = images.permute(0, 2, 3, 1)[.., TensorIndex.Slice(step: stride[0]), TensorIndex.Slice(step: stride[1])];
            (images, step) = (seen.permute(0, 3, 1, 2), [1, 1]);
        }
        if (images.shape[1] > 1 && images.stride(1) != 1)
        {
            images = images.ChannelsLast(); // NCHW strides would take the path that reads memory nobody wrote
        }
        var (kernel, own) = (weight.Like(x), bias?.Like(x));
        // One channel is NCHW order too, and there this torch computes garbage on AMD's Zen 5: of pictures with one channel, forward in
        // bfloat16 and the gradient in any type; in bfloat16 also the gradient that comes back through one output.
        if (images.shape[1] == 1)
        {
            (images, kernel) = (WithZeros(images, [0, 0, 0, 0, 0, 1]), WithZeros(kernel, [0, 0, 0, 0, 0, 1]));
        }
        var isOne = groups == 1 && kernel.shape[0] == 1;
        if (isOne)
        {
            (kernel, own) = (WithZeros(kernel, [0, 0, 0, 0, 0, 0, 0, 1]), own is null ? null : functional.pad(own, [0, 1]));
        }
        var maps = functional.conv2d(images, kernel, own, step, padding, dilation, groups);
        return (isOne ? maps.narrow(1, 0, 1) : maps).MoveToOuterDisposeScope();
    }

    // A second channel.
    private static Tensor WithZeros(Tensor one, long[] where) => functional.pad(one, where).ChannelsLast();

    private Tensor Padded(Tensor x)
    {
        var (rows, columns) = (Missing(x.shape[2], 2), Missing(x.shape[3], 3));
        return rows + columns == 0 ? x : functional.pad(x, [columns / 2, columns - (columns / 2), rows / 2, rows - (rows / 2)]);
    }

    // (ceil(n / s) - 1) s + (k - 1) d + 1 - n
    private long Missing(long size, int axis)
    {
        var steps = (size + stride[0] - 1) / stride[0];
        return Math.Max(0, ((steps - 1) * stride[0]) + ((weight.shape[axis] - 1) * dilation[0]) + 1 - size);
    }
}
