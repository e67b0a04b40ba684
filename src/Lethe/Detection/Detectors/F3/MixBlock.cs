using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors.F3;

/// <summary>
/// F3-Net's cross-attention (Qian et al., ECCV 2020, section 3.3): the two streams agree on one attention map a channel, and each takes
/// from the other what it points at. Starts as the identity.
/// </summary>
internal sealed class MixBlock : Module<Tensor, Tensor, (Tensor Decomposed, Tensor Statistics)>
{
    private readonly Conv fad_query,
        lfs_query,
        fad_key,
        lfs_key;
    private readonly Parameter fad_gamma,
        lfs_gamma;
    private readonly ChannelScale fad_conv,
        lfs_conv;
    private readonly BatchNorm2d fad_bn,
        lfs_bn;

    public MixBlock(int channels)
        : base(nameof(MixBlock))
    {
        (fad_query, lfs_query, fad_key, lfs_key) = (Projection(), Projection(), Projection(), Projection());
        (fad_gamma, lfs_gamma) = (new Parameter(zeros(1)), new Parameter(zeros(1)));
        (fad_conv, lfs_conv) = (new(channels), new(channels));
        (fad_bn, lfs_bn) = (BatchNorm2d(channels), BatchNorm2d(channels));
        RegisterComponents();

        Conv Projection() => new(channels, channels, 1, withBias: true);
    }

    /// <param name="fad">N x C x W x W of the decomposition's stream.</param>
    /// <param name="lfs">Likewise of the statistics' stream.</param>
    public override (Tensor Decomposed, Tensor Statistics) forward(Tensor fad, Tensor lfs)
    {
        using var scope = NewDisposeScope();
        // A = softmax([Q_fad | Q_lfs] [K_fad | K_lfs]'), W x W for each channel: the sum of two products
        var energy =
            Matrices(fad_query, fad).matmul(Matrices(fad_key, fad).transpose(2, 3))
            + Matrices(lfs_query, lfs).matmul(Matrices(lfs_key, lfs).transpose(2, 3));
        var map = functional.softmax(energy, -1, ScalarType.Float32).to(fad.dtype).ChannelsLast();
        // y_fad = x_fad + BN(scale(x_lfs o A (2 sigma(g_lfs) - 1))), and the other way round
        var (toFad, toLfs) = (lfs * map * Opened(lfs_gamma, lfs), fad * map * Opened(fad_gamma, fad));
        return (
            (fad + fad_bn.forward(fad_conv.forward(toFad))).MoveToOuterDisposeScope(),
            (lfs + lfs_bn.forward(lfs_conv.forward(toLfs))).MoveToOuterDisposeScope()
        );
    }

    private static Tensor Matrices(Conv projection, Tensor x) => projection.forward(x).contiguous();

    private static Tensor Opened(Parameter gamma, Tensor x) => ((2 * gamma.sigmoid()) - 1).Like(x);

    /// <summary>A depthwise 1x1 convolution.</summary>
    private sealed class ChannelScale : Module<Tensor, Tensor>
    {
        private readonly Parameter weight,
            bias;

        public ChannelScale(int channels)
            : base(nameof(ChannelScale))
        {
            (weight, bias) = (new Parameter(ones(channels, 1, 1)), new Parameter(zeros(channels, 1, 1)));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return ((x * weight.Like(x)) + bias.Like(x)).MoveToOuterDisposeScope();
        }
    }
}
