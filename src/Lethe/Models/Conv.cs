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

    public override Tensor forward(Tensor x) => IsOverrun ? OnReadPixels(x) : functional.conv2d(x, weight.Like(x), bias?.Like(x), stride, padding);

    // libtorch 2.10 on avx512: a 1x1 convolution with a stride writes past its buffers ("corrupted size vs. prev_size", or a crash later)
    // for fewer than 16 input channels, forward and backward, float32 and bfloat16.
    private bool IsOverrun => stride[0] > 1 && weight.shape[2] == 1 && weight.shape[1] < 16;

    // Such a convolution reads only every stride-th pixel: leave out the others, and no stride is left.
    private Tensor OnReadPixels(Tensor x)
    {
        using var scope = NewDisposeScope();
        var read = x.permute(0, 2, 3, 1).slice(1, 0, x.shape[2], stride[0]).slice(2, 0, x.shape[3], stride[1]).contiguous().permute(0, 3, 1, 2);
        return functional.conv2d(read, weight.Like(x), bias?.Like(x)).MoveToOuterDisposeScope();
    }
}
