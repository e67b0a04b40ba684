using Lethe.Data;
using Lethe.Erasing;
using Lethe.Erasing.Fashion;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing;

public sealed class PictureInversionTests
{
    [Fact]
    [Trait("Speed", "slow")]
    public void Without_guidance_an_inverted_picture_comes_back_the_better_the_smaller_the_steps()
    {
        using var scope = NewDisposeScope();
        using var model = FashionDiffusion.Open();
        using var sample = DatasetCatalog.Load("fashion-mnist-sample", new DataOptions(null));
        using var test = FashionPictures.Cut(sample.Test);
        var pictures = FashionPictures.Scaled(test).narrow(0, 0, 3);
        double Error(int steps)
        {
            var inversion = new PictureInversion(InversionMode.Prompt, steps, 3);
            return (inversion.Draw(model, model.UNet, inversion.Invert(model, pictures, "sneaker"), "sneaker") - pictures)
                .abs()
                .mean()
                .item<float>();
        }
        var (few, many) = (Error(10), Error(100));
        Assert.InRange(many, 0, 0.05);
        Assert.True(few > 2 * many, $"{few} with 10 steps, {many} with 100");
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
