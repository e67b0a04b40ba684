using Lethe.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>
/// The network of a latent diffusion model (Rombach et al., CVPR 2022): <c>e(z, t, c)</c>, the noise in latents z at time t under prompt c.
/// One class for Stable Diffusion v1.4 and the kit's small model; parameters have diffusers' names.
/// </summary>
public sealed class UNet2DCondition : Module<Tensor, Tensor, Tensor, Tensor>
{
    internal const double Epsilon = 1e-5; // of group normalisation, but for the transformers

    private readonly Conv conv_in,
        conv_out;
    private readonly TimeEmbedding time_embedding;
    private readonly ModuleList<UNetLevel> down_blocks,
        up_blocks;
    private readonly UNetMiddle mid_block;
    private readonly GroupNormalization conv_norm_out;

    public UNet2DCondition(UNetConfig config)
        : base(nameof(UNet2DCondition))
    {
        Config = config.Checked("The configuration");
        var channels = config.Channels;
        conv_in = new(config.LatentChannels, channels[0], 3, 1, 1, withBias: true);
        time_embedding = new(channels[0], config.TimeWidth);
        var kept = new Stack<int>([channels[0]]); // channels of what the way up gets from the way down
        down_blocks = new([.. Enumerable.Range(0, channels.Count).Select(Down)]);
        mid_block = new(channels[^1], config);
        up_blocks = new([.. Enumerable.Range(0, channels.Count).Reverse().Select(Up)]);
        conv_norm_out = new(config.NormGroups, channels[0], Epsilon);
        conv_out = new(channels[0], config.LatentChannels, 3, 1, 1, withBias: true);
        RegisterComponents();
        this.Outlive();

        UNetLevel Down(int level)
        {
            var inputs = Enumerable
                .Range(0, config.LayersPerLevel)
                .Select(i => i == 0 ? channels[Math.Max(0, level - 1)] : channels[level])
                .ToList();
            inputs.ForEach(_ => kept.Push(channels[level]));
            var isLast = level == channels.Count - 1;
            if (!isLast)
            {
                kept.Push(channels[level]);
            }
            return new(inputs, channels[level], config.Attends[level], isLast ? 0 : -1, config);
        }

        UNetLevel Up(int level)
        {
            var below = channels[Math.Min(level + 1, channels.Count - 1)];
            return new(
                [.. Enumerable.Range(0, config.LayersPerLevel + 1).Select(i => (i == 0 ? below : channels[level]) + kept.Pop())],
                channels[level],
                config.Attends[level],
                level == 0 ? 0 : 1,
                config
            );
        }
    }

    public UNetConfig Config { get; }

    /// <summary>Of the arithmetic for float32 latents; the weights are float32 either way.</summary>
    public Precision Precision { get; set; }

    public long Numbers => parameters().Sum(static weight => weight.numel());

    /// <summary>Another network with the same weights, on the same device.</summary>
    public UNet2DCondition Copy()
    {
        var copy = new UNet2DCondition(Config) { Precision = Precision };
        copy.to(conv_in.parameters().First().device);
        using var noGrad = no_grad();
        foreach (var (own, other) in copy.parameters().Zip(parameters()))
        {
            own.copy_(other);
        }
        copy.train(training);
        return copy;
    }

    internal IReadOnlyDictionary<string, Parameter> Weights() =>
        named_parameters().ToDictionary(static named => named.name, static named => named.parameter);

    /// <summary>Attention to the prompt, from the input to the output.</summary>
    internal IEnumerable<PromptAttention> PromptAttentions() =>
        named_modules()
            .Where(static named => named.name.EndsWith(".attn2", StringComparison.Ordinal))
            .Select(static named => (PromptAttention)named.module);

    /// <param name="z">N x C x H x W latents, float32, or bfloat16 for arithmetic in it; H and W divide by 2 for every level but the
    /// last.</param>
    /// <param name="times">N, int64.</param>
    /// <param name="context">N x tokens x ContextWidth.</param>
    /// <returns>N x C x H x W, the noise, float32.</returns>
    public override Tensor forward(Tensor z, Tensor times, Tensor context)
    {
        using var scope = NewDisposeScope();
        z = Precision == Precision.BFloat16 ? z.to(ScalarType.BFloat16) : z;
        var (time, words) = (time_embedding.forward(times), context.to(z.dtype));
        var x = conv_in.forward(z);
        var kept = new Stack<Tensor>([x]);
        foreach (var level in down_blocks)
        {
            x = level.Down(x, time, words, kept);
        }
        x = mid_block.forward(x, time, words);
        foreach (var level in up_blocks)
        {
            x = level.Up(x, time, words, kept);
        }
        return conv_out.forward(functional.silu(conv_norm_out.forward(x))).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
