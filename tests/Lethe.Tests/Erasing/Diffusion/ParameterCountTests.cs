using Lethe.Erasing;
using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Judges;
using Lethe.Tests.Experiments;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Diffusion;

/// <summary>
/// Numbers of weights at full size, without the gigabytes: when every width grows together, a network's count is a parabola in the width.
/// Three narrow networks fix it, a fourth must lie on it, and there
/// it is read off.
/// </summary>
public sealed class ParameterCountTests
{
    [Fact]
    public void The_network_is_stable_diffusions()
    {
        (int Tensors, long Numbers) At(Func<string, bool>? which = null) =>
            Full(
                64,
                which,
                static s => new UNet2DCondition(
                    UNetConfig.StableDiffusion with
                    {
                        Channels = [5 * s, 10 * s, 20 * s, 20 * s],
                        ContextWidth = 12 * s,
                        Heads = 5,
                        NormGroups = 5,
                    }
                )
            );
        Assert.Equal([5 * 64, 10 * 64, 20 * 64, 20 * 64], UNetConfig.StableDiffusion.Channels);
        Assert.Equal(12 * 64, UNetConfig.StableDiffusion.ContextWidth);
        Assert.Equal((686, 859_520_964), At());
        Assert.Equal((80, 43_962_560), At(ParameterGroup.PromptAttention.Holds));
        Assert.Equal(49_574_080, At(ParameterGroup.Get("selfattn").Holds).Numbers);
        Assert.Equal((32, 19_169_280), At(ParameterGroup.Get("xattn-kv").Holds));
        Assert.Equal(813_496_320, At(ParameterGroup.Get("noxattn").Holds).Numbers);
    }

    [Fact]
    public void The_autoencoder_is_stable_diffusions()
    {
        Assert.Equal([128, 256, 512, 512], AutoencoderConfig.StableDiffusion.Channels);
        Assert.Equal(
            (248, 83_653_863),
            Full(
                128,
                null,
                static s => new AutoencoderKL(
                    AutoencoderConfig.StableDiffusion with
                    {
                        Channels = [s, 2 * s, 4 * s, 4 * s],
                        NormGroups = 1,
                    }
                )
            )
        );
    }

    [Fact]
    public void The_text_tower_is_stable_diffusions()
    {
        Assert.Equal(ClipTextConfig.StableDiffusion, Text(64));
        Assert.Equal((196, 123_060_480), Full(64, null, static s => new ClipTextEncoder(Text(s))));
    }

    [Fact]
    public void Clip_is_ViT_L_14()
    {
        Assert.Equal(ClipConfig.LargePatch14, Clip(64));
        Assert.Equal((391, 303_179_776), Full(64, null, static s => new ClipVisionEncoder(Clip(s).Vision)));
        using var folder = new TemporaryFolder();
        TinyFolder.Tokenizer(folder.Path);
        var tokenizer = ClipTokenizer.Open(folder.Path);
        Assert.Equal((1, 786_432), Full(64, static name => name == "visual_projection.weight", s => new ClipModel(Clip(s), tokenizer)));
        // and the scale of its training in the file
        Assert.Equal((589, 427_616_512), Full(64, null, s => new ClipModel(Clip(s), tokenizer)));
    }

    [Fact]
    public void The_small_model_has_a_million()
    {
        using var model = FashionDiffusion.Create(new([0, 0, 0, 0], [1, 1, 1, 1]));
        Assert.InRange(Count(model.UNet).Numbers + Count(model.Text).Numbers, 1_000_000, 1_150_000);
        Assert.Equal(65_792, Count(model.UNet, ParameterGroup.PromptAttention.Holds).Numbers);
    }

    private static ClipTextConfig Text(int s) => ClipTextConfig.StableDiffusion with { Width = 12 * s, Hidden = 48 * s };

    private static ClipConfig Clip(int s) =>
        new()
        {
            Text = Text(s),
            Vision = ClipVisionConfig.LargePatch14 with { Width = 16 * s, Hidden = 64 * s },
            Projection = 12 * s,
        };

    // P(s) = P(1) + (s - 1) D + (s - 1)(s - 2) E / 2 with D = P(2) - P(1), E = P(3) - 2 P(2) + P(1).
    private static (int Tensors, long Numbers) Full(int size, Func<string, bool>? which, Func<int, nn.Module> make)
    {
        var counts = Enumerable
            .Range(1, 4)
            .Select(s =>
            {
                using var narrow = make(s);
                return Count(narrow, which);
            })
            .ToList();
        var (first, d, e) = (
            counts[0].Numbers,
            counts[1].Numbers - counts[0].Numbers,
            counts[2].Numbers - (2 * counts[1].Numbers) + counts[0].Numbers
        );
        long At(long s) => first + ((s - 1) * d) + ((s - 1) * (s - 2) / 2 * e);
        Assert.Equal(counts[3].Numbers, At(4));
        return (counts.Select(static count => count.Tensors).Distinct().Single(), At(size));
    }

    private static (int Tensors, long Numbers) Count(nn.Module module, Func<string, bool>? which = null)
    {
        var parameters = module.named_parameters().Where(named => which?.Invoke(named.name) is not false).ToList();
        return (parameters.Count, parameters.Sum(static named => named.parameter.numel()));
    }
}
