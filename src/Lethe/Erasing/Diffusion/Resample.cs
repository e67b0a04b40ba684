using Lethe.Models;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>Half the resolution by a 3x3 convolution of stride 2, or twice by repeating every place and a 3x3 convolution.</summary>
internal sealed class Resample : Layer
{
    private readonly Conv conv;
    private readonly bool isUp,
        isLopsided;

    /// <param name="isLopsided">On the way down the row and column of zeros that a stride of 2 needs lie below and right only, as in the
    /// autoencoder.</param>
    public Resample(int channels, bool isUp, bool isLopsided = false)
        : base(nameof(Resample))
    {
        (this.isUp, this.isLopsided) = (isUp, isLopsided);
        conv = new(channels, channels, 3, isUp ? 1 : 2, isLopsided ? 0 : 1, withBias: true);
        RegisterComponents();
    }

    protected override Tensor Run(Tensor x) =>
        conv.forward(
            isUp ? Twice(x)
            : isLopsided ? functional.pad(x, [0, 1, 0, 1])
            : x
        );

    // Nearest: every place becomes four. In channels-last order this copies whole vectors.
    private static Tensor Twice(Tensor x)
    {
        var (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        return x.permute(0, 2, 3, 1).view(n, h, 1, w, 1, c).expand(n, h, 2, w, 2, c).reshape(n, 2 * h, 2 * w, c).permute(0, 3, 1, 2);
    }
}
