using Lethe.Erasing;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing;

public sealed class PictureInversionTests
{
    [Fact]
    public void Without_guidance_an_inverted_picture_comes_back()
    {
        using var scope = NewDisposeScope();
        using var model = TinyDiffusion.Create();
        var pictures = (rand(2, 1, 8, 8) * 2) - 1;
        var inversion = new PictureInversion(InversionMode.Prompt, 50, 3);
        var back = inversion.Draw(model, model.UNet, inversion.Invert(model, pictures, "cat"), "cat");
        Assert.InRange((back - pictures).abs().mean().item<float>(), 0, 0.05);
    }

    [Fact]
    public void Inverted_without_a_prompt_it_does_not_depend_on_the_prompt()
    {
        using var scope = NewDisposeScope();
        using var model = TinyDiffusion.Create();
        var pictures = (rand(2, 1, 8, 8) * 2) - 1;
        var inversion = new PictureInversion(InversionMode.Null, 10, 3);
        Assert.True(inversion.Invert(model, pictures, "cat").eq(inversion.Invert(model, pictures, "dog")).all().item<bool>());
        var noise = inversion.Invert(model, pictures, "cat");
        Assert.True(inversion.Draw(model, model.UNet, noise, "cat").ne(inversion.Draw(model, model.UNet, noise, "dog")).any().item<bool>());
    }
}
