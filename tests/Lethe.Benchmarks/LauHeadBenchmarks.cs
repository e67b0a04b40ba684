using BenchmarkDotNet.Attributes;
using Lethe.Unlearning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Benchmarks;

/// <summary>LAU on cached features, 5,000 x d, to its stop; d of ResNet18 and of ResNet50.</summary>
public class LauHeadBenchmarks
{
    private Tensor features = null!,
        labels = null!,
        weight = null!,
        bias = null!;
    private Linear head = null!;

    [Params(512, 2048)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        manual_seed(0);
        using var noGrad = no_grad();
        // Features around class means, and the nearest-mean classifier for a head: z_c = s (m_c f - |m_c|^2 / 2).
        var means = randn(10, Size).relu();
        features = (means[0] + (0.5 * randn(5000, Size))).relu();
        labels = zeros(5000, ScalarType.Int64);
        (weight, bias) = (means * (20.0 / Size), means.square().sum(1) * (-10.0 / Size));
        head = nn.Linear(Size, 10);
    }

    [Benchmark]
    public LauResult Unlearn()
    {
        using (no_grad())
        {
            head.weight!.copy_(weight);
            head.bias!.copy_(bias);
        }
        return Lau.Robust.UnlearnHead(head, features, labels);
    }
}
