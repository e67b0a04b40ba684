using System.Text.Json;
using Lethe.Models;
using Lethe.Tests.Experiments;
using static TorchSharp.torch;

namespace Lethe.Tests.Models;

public sealed class VisionTransformerTests
{
    // What tests/reference/vision_transformer.py found with torchvision.
    [Fact]
    public void Weights_of_torchvision_give_its_logits()
    {
        using var expected = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Snapshot.Repository, "tests", "reference", "vision_transformer.json"))
        );
        using var model = ModelCatalog.Create(new("vit", 10, 0.125));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (
            var (place, (name, parameter)) in model.named_parameters().OrderBy(static named => named.name, StringComparer.Ordinal).Index()
        )
        {
            parameter.copy_(Wave(place, 0.05, parameter.shape));
            if (name.Contains(".ln", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal))
            {
                parameter.add_(1);
            }
            if (name is "conv_proj.weight" or "conv_proj.bias" or "class_token" or "encoder.pos_embedding")
            {
                parameter.mul_(0.02); // so small that it matters what is added to the variance
            }
        }
        model.eval();
        var theirs = expected.RootElement.GetProperty("logits").EnumerateArray().Select(static logit => logit.GetDouble());
        Assert.All(
            theirs.Zip(model.forward(Wave(0.5, 1, [1, 3, 32, 32])).data<float>().ToArray()),
            static pair => Assert.Equal(pair.First, pair.Second, 1e-4)
        );
    }

    [Fact]
    public void What_is_added_to_the_variance_belongs_to_what_was_trained()
    {
        Assert.Equal(1e-6, new ModelSpec("vit", 10).NormEpsilon);
        Assert.Contains("NormEpsilon", JsonSerializer.Serialize(new ModelSpec("vit", 10)), StringComparison.Ordinal);
        Assert.DoesNotContain("NormEpsilon", JsonSerializer.Serialize(new ModelSpec("resnet18", 10)), StringComparison.Ordinal);
    }

    private static Tensor Wave(double phase, double scale, long[] shape) =>
        tensor([
                .. Enumerable
                    .Range(0, (int)shape.Aggregate(static (a, b) => a * b))
                    .Select(i => (float)(scale * Math.Sin((0.37 * i) + phase))),
            ])
            .reshape(shape);
}
