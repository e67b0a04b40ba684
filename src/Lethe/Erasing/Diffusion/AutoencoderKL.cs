using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>The autoencoder of Stable Diffusion: pictures of 8 x 8 times the pixels to latents and back. Parameters have diffusers'
/// names.</summary>
public sealed class AutoencoderKL : Module<Tensor, Tensor>, ILatentCodec
{
    internal const double Epsilon = 1e-6;

    // Of latents.
    private const long PlacesAtOnce = 64 * 64;

    private const double LeastLogVariance = -30,
        MostLogVariance = 20;

    private readonly Encoder encoder;
    private readonly Decoder decoder;
    private readonly Conv quant_conv,
        post_quant_conv;

    public AutoencoderKL(AutoencoderConfig config)
        : base(nameof(AutoencoderKL))
    {
        Config = config;
        (encoder, decoder) = (new(config), new(config));
        quant_conv = new(2 * config.LatentChannels, 2 * config.LatentChannels, 1, withBias: true);
        post_quant_conv = new(config.LatentChannels, config.LatentChannels, 1, withBias: true);
        RegisterComponents();
        this.Outlive();
    }

    public AutoencoderConfig Config { get; }

    /// <summary>Pixels a side for each place of the latents: 8.</summary>
    public int Factor => 1 << (Config.Channels.Count - 1);

    /// <summary>What the encoder says of pictures: the distribution of their latents, not scaled.</summary>
    public (Tensor Mean, Tensor LogVariance) Distribution(Tensor images)
    {
        using var scope = NewDisposeScope();
        var halves = quant_conv.forward(encoder.forward(images)).chunk(2, 1);
        return (halves[0].MoveToOuterDisposeScope(), halves[1].clamp(LeastLogVariance, MostLogVariance).MoveToOuterDisposeScope());
    }

    public Tensor Encode(Tensor images)
    {
        using var scope = NewDisposeScope();
        var means = images.split(AtOnce(images, Factor)).Select(part => Distribution(part).Mean);
        return (Config.Scale * cat([.. means])).MoveToOuterDisposeScope();
    }

    public Tensor Decode(Tensor latents)
    {
        using var scope = NewDisposeScope();
        var parts = latents.split(AtOnce(latents, 1)).Select(part => decoder.forward(post_quant_conv.forward(part / Config.Scale)));
        return cat([.. parts]).MoveToOuterDisposeScope();
    }

    public override Tensor forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        return Decode(Encode(images)).MoveToOuterDisposeScope();
    }

    // A picture of 512 x 512 takes gigabytes on its way: those go one by one, smaller ones together.
    private static long AtOnce(Tensor planes, int factor) =>
        Math.Max(1, PlacesAtOnce * factor * factor / (planes.shape[2] * planes.shape[3]));

    // From channels to channels, the first level on; all but the last change the resolution.
    private static ModuleList<AutoencoderLevel> Levels(IReadOnlyList<int> channels, int layers, int scales, int groups) =>
        new([
            .. channels.Select(
                (output, i) =>
                    new AutoencoderLevel(channels[Math.Max(0, i - 1)], output, layers, i == channels.Count - 1 ? 0 : scales, groups)
            ),
        ]);

    private sealed class Encoder : Layer
    {
        private readonly Conv conv_in,
            conv_out;
        private readonly ModuleList<AutoencoderLevel> down_blocks;
        private readonly AutoencoderMiddle mid_block;
        private readonly GroupNormalization conv_norm_out;

        public Encoder(AutoencoderConfig config)
            : base(nameof(Encoder))
        {
            var channels = config.Channels;
            conv_in = new(3, channels[0], 3, 1, 1, withBias: true);
            down_blocks = Levels(channels, config.LayersPerLevel, -1, config.NormGroups);
            mid_block = new(channels[^1], config.NormGroups);
            conv_norm_out = new(config.NormGroups, channels[^1], Epsilon);
            conv_out = new(channels[^1], 2 * config.LatentChannels, 3, 1, 1, withBias: true);
            RegisterComponents();
        }

        protected override Tensor Run(Tensor x)
        {
            x = down_blocks.Aggregate(conv_in.forward(x), static (map, level) => level.forward(map));
            return conv_out.forward(functional.silu(conv_norm_out.forward(mid_block.forward(x))));
        }
    }

    private sealed class Decoder : Layer
    {
        private readonly Conv conv_in,
            conv_out;
        private readonly AutoencoderMiddle mid_block;
        private readonly ModuleList<AutoencoderLevel> up_blocks;
        private readonly GroupNormalization conv_norm_out;

        public Decoder(AutoencoderConfig config)
            : base(nameof(Decoder))
        {
            int[] channels = [.. config.Channels.Reverse()];
            conv_in = new(config.LatentChannels, channels[0], 3, 1, 1, withBias: true);
            mid_block = new(channels[0], config.NormGroups);
            up_blocks = Levels(channels, config.LayersPerLevel + 1, 1, config.NormGroups);
            conv_norm_out = new(config.NormGroups, channels[^1], Epsilon);
            conv_out = new(channels[^1], 3, 3, 1, 1, withBias: true);
            RegisterComponents();
        }

        protected override Tensor Run(Tensor x)
        {
            x = up_blocks.Aggregate(mid_block.forward(conv_in.forward(x)), static (map, level) => level.forward(map));
            return conv_out.forward(functional.silu(conv_norm_out.forward(x)));
        }
    }
}
