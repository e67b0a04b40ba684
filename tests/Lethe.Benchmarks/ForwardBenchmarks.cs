using BenchmarkDotNet.Attributes;
using Lethe.Models;
using static TorchSharp.torch;

namespace Lethe.Benchmarks;

/// <summary>A forward pass of 256 images through the narrow networks of the quick profile.</summary>
public class ForwardBenchmarks
{
    private Classifier model = null!;
    private Tensor images = null!;

    [Params("vgg16", "resnet18", "resnet50", "vit")]
    public string Model { get; set; } = "";

    [Params(ScalarType.Float32, ScalarType.BFloat16)]
    public ScalarType Type { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        manual_seed(0);
        model = ModelCatalog.Create(new(Model, 10, Model == "resnet50" ? 0.125 : 0.25));
        model.eval();
        images = randn(256, 32, 32, 3).to(Type).permute(0, 3, 1, 2);
    }

    [Benchmark]
    public void Forward()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        model.forward(images);
    }
}
