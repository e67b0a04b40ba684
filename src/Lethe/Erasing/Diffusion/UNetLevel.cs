using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>The blocks of one level of the network: residual blocks, after each the prompt if the level asks it, then half or twice the
/// resolution; diffusers' names.</summary>
internal sealed class UNetLevel : Module
{
    private readonly ModuleList<ResidualBlock> resnets;
    private readonly ModuleList<Transformer2D>? attentions;
    private readonly ModuleList<Resample>? downsamplers,
        upsamplers;

    /// <param name="scales">-1: half the resolution afterwards; 1: twice; 0: neither.</param>
    public UNetLevel(IReadOnlyList<int> inputs, int output, bool attends, int scales, UNetConfig config)
        : base(nameof(UNetLevel))
    {
        resnets = new([
            .. inputs.Select(input => new ResidualBlock(input, output, config.TimeWidth, config.NormGroups, UNet2DCondition.Epsilon)),
        ]);
        attentions = attends ? new([.. inputs.Select(_ => new Transformer2D(output, config))]) : null;
        downsamplers = scales < 0 ? new(new Resample(output, isUp: false)) : null;
        upsamplers = scales > 0 ? new(new Resample(output, isUp: true)) : null;
        RegisterComponents();
    }

    /// <summary>On the way down: every result is kept for the way up.</summary>
    public Tensor Down(Tensor x, Tensor time, Tensor context, Stack<Tensor> kept)
    {
        for (var i = 0; i < resnets.Count; i++)
        {
            kept.Push(x = Block(i, x, time, context));
        }
        if (downsamplers is not null)
        {
            kept.Push(x = downsamplers[0].forward(x));
        }
        return x;
    }

    /// <summary>On the way up: every block gets what was kept at its size.</summary>
    public Tensor Up(Tensor x, Tensor time, Tensor context, Stack<Tensor> kept)
    {
        for (var i = 0; i < resnets.Count; i++)
        {
            x = Block(i, cat([x, kept.Pop()], 1), time, context);
        }
        return upsamplers is null ? x : upsamplers[0].forward(x);
    }

    private Tensor Block(int i, Tensor x, Tensor time, Tensor context)
    {
        x = resnets[i].forward(x, time);
        return attentions is null ? x : attentions[i].forward(x, context);
    }
}
