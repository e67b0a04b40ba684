using Lethe.Models;
using Lethe.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Models;

public sealed class ModelCatalogTests
{
    public static TheoryData<string> Names => [.. ModelCatalog.Names];

    [Theory]
    [InlineData("vgg16", 14_728_266)]
    [InlineData("resnet18", 11_173_962)]
    [InlineData("resnet50", 23_520_842)]
    [InlineData("vit", 9_532_938)]
    [InlineData("resnet18-imagenet", 15_902_282)]
    public void Full_width_with_ten_classes_has_the_published_number_of_parameters(string name, long count)
    {
        using var model = ModelCatalog.Create(new(name, 10));
        Assert.Equal(count, model.ParameterCount);
    }

    [Fact]
    public void An_unknown_architecture_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<LetheException>(() => ModelCatalog.Create(new("alexnet", 10)));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Equal("There is no model 'alexnet'. Known: vgg16, resnet18, resnet50, vit, resnet18-imagenet.", error.Message);
    }

    [Theory]
    [InlineData(0, 10, 3)]
    [InlineData(-1, 10, 3)]
    [InlineData(double.NaN, 10, 3)]
    [InlineData(double.PositiveInfinity, 10, 3)]
    [InlineData(1, 0, 3)]
    [InlineData(1, 10, 0)]
    public void A_size_that_makes_no_network_is_refused(double width, int classes, int channels) =>
        Assert.Equal(
            ExitCode.Usage,
            Assert.Throws<LetheException>(() => ModelCatalog.Create(new("resnet18", classes, width, channels))).ExitCode
        );

    [Theory]
    [MemberData(nameof(Names))]
    public void Initial_values_are_finite_and_as_documented(string name)
    {
        PoisonedHeap.Fill();
        manual_seed(7);
        using var model = ModelCatalog.Create(new(name, 10, 0.5));
        using var scope = NewDisposeScope();
        Assert.All(
            model.state_dict(),
            entry =>
            {
                var (key, value) = entry;
                Assert.True(PoisonedHeap.IsFinite(value), key);
                if (key.EndsWith("num_batches_tracked", StringComparison.Ordinal))
                {
                    Assert.Equal(0, value.item<long>());
                }
                else if (key.EndsWith("running_mean", StringComparison.Ordinal) || key == "class_token")
                {
                    AssertAll(0, value, key);
                }
                else if (
                    key.EndsWith("running_var", StringComparison.Ordinal)
                    || (key.EndsWith("weight", StringComparison.Ordinal) && value.dim() == 1)
                )
                {
                    AssertAll(1, value, key);
                }
                else if (value.dim() == 4) // He, fan-out
                {
                    AssertSpread(Math.Sqrt(2.0 / (value.shape[0] * value.shape[2] * value.shape[3])), value, key);
                }
                else if (key == "encoder.pos_embedding")
                {
                    AssertSpread(0.02, value, key);
                }
                else if (value.dim() == 2) // uniform in +-bound: torch's own for the head, Glorot elsewhere
                {
                    var bound = IsHead(key) ? Math.Sqrt(1.0 / value.shape[1]) : Math.Sqrt(6.0 / (value.shape[0] + value.shape[1]));
                    Assert.InRange(value.abs().max().item<float>(), 0.95 * bound, bound * 1.000001);
                    AssertSpread(bound / Math.Sqrt(3), value, key);
                }
                else if (IsHead(key))
                {
                    Assert.InRange(value.abs().max().item<float>(), 0, 1 / Math.Sqrt(model.FeatureSize));
                }
                else
                {
                    AssertAll(0, value, key);
                }
            }
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_network(string name)
    {
        manual_seed(3);
        using var first = ModelCatalog.Create(new(name, 10, 0.125));
        manual_seed(3);
        using var second = ModelCatalog.Create(new(name, 10, 0.125));
        Assert.All(
            first.state_dict(),
            entry => Assert.True(entry.Value.equal(second.state_dict()[entry.Key]).all().item<bool>(), entry.Key)
        );
    }

    private static bool IsHead(string key) =>
        key.StartsWith("fc.", StringComparison.Ordinal)
        || key.StartsWith("classifier.", StringComparison.Ordinal)
        || key.StartsWith("heads.", StringComparison.Ordinal);

    private static void AssertAll(float expected, Tensor value, string key) =>
        Assert.True(value.eq(expected).all().item<bool>(), $"{key} is not {expected} everywhere");

    // The standard deviation of n normal numbers is itself off by sigma / sqrt(2 n): six of those.
    private static void AssertSpread(double sigma, Tensor value, string key)
    {
        var slack = 6 / Math.Sqrt(2 * value.numel());
        var spread = value.to(ScalarType.Float64).square().mean().sqrt().item<double>();
        Assert.True(Math.Abs((spread / sigma) - 1) < slack, $"{key}: {spread} instead of {sigma}");
    }
}
