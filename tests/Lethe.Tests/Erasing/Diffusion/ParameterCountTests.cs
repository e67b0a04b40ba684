using Lethe.Erasing;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing;

public sealed class ParameterCountTests
{
    private static (int Tensors, long Numbers) Count(nn.Module module, Func<string, bool>? which = null)
    {
        var parameters = module.named_parameters().Where(named => which?.Invoke(named.name) is not false).ToList();
        return (parameters.Count, parameters.Sum(static named => named.parameter.numel()));
    }

    [Fact]
    public void The_network_is_stable_diffusions()
    {
        using var unet = new UNet2DCondition(UNetConfig.StableDiffusion);
        Assert.Equal((686, 859_520_964), Count(unet));
        Assert.Equal((80, 43_962_560), Count(unet, ParameterGroup.PromptAttention.Holds));
        Assert.Equal(49_574_080, Count(unet, ParameterGroup.Get("selfattn").Holds).Numbers);
        Assert.Equal((32, 19_169_280), Count(unet, ParameterGroup.Get("xattn-kv").Holds));
        Assert.Equal(813_496_320, Count(unet, ParameterGroup.Get("noxattn").Holds).Numbers);
    }

    [Fact]
    public void The_autoencoder_is_stable_diffusions()
    {
        using var vae = new AutoencoderKL(AutoencoderConfig.StableDiffusion);
        Assert.Equal((248, 83_653_863), Count(vae));
    }

    [Fact]
    public void The_text_tower_is_stable_diffusions()
    {
        using var text = new ClipTextEncoder(ClipTextConfig.StableDiffusion);
        Assert.Equal((196, 123_060_480), Count(text));
    }

    [Fact]
    public void The_small_model_has_a_million()
    {
        using var model = FashionDiffusion.Create(new([0, 0, 0, 0], [1, 1, 1, 1]));
        Assert.InRange(Count(model.UNet).Numbers + Count(model.Text).Numbers, 1_000_000, 1_150_000);
        Assert.Equal(65_792, Count(model.UNet, ParameterGroup.PromptAttention.Holds).Numbers);
    }
}
