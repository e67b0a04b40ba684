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

    public override Tensor forward(Tensor x) => functional.conv2d(x, weight.Like(x), bias?.Like(x), stride, padding);
}
