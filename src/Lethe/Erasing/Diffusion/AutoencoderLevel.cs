using TorchSharp.Modules;

namespace Lethe.Erasing.Diffusion;

/// <summary>Residual blocks of one level, then half or twice the resolution.</summary>
internal sealed class AutoencoderLevel : Layer
{
    private readonly ModuleList<ResidualBlock> resnets;
    private readonly ModuleList<Resample>? downsamplers,
        upsamplers;

    /// <param name="scales">-1: half the resolution afterwards; 1: twice; 0: neither.</param>
    public AutoencoderLevel(int input, int output, int layers, int scales, int groups)
        : base(nameof(AutoencoderLevel))
    {
        resnets = new([
            .. Enumerable
                .Range(0, layers)
                .Select(i => new ResidualBlock(i == 0 ? input : output, output, 0, groups, AutoencoderKL.Epsilon)),
        ]);
        downsamplers = scales < 0 ? new(new Resample(output, isUp: false, isLopsided: true)) : null;
        upsamplers = scales > 0 ? new(new Resample(output, isUp: true)) : null;
        RegisterComponents();
    }

    protected override Tensor Run(Tensor x)
    {
        x = resnets.Aggregate(x, static (map, block) => block.forward(map, null));
        return (downsamplers ?? upsamplers)?[0].forward(x) ?? x;
    }
}
