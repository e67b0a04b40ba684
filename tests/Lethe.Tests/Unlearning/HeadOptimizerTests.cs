using Lethe.Training;
using Lethe.Unlearning;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

public sealed class HeadOptimizerTests
{
    [Theory]
    [InlineData(OptimizerKind.Sgd, 0)]
    [InlineData(OptimizerKind.Sgd, 0.1)]
    [InlineData(OptimizerKind.Adam, 0)]
    [InlineData(OptimizerKind.Adam, 0.1)]
    [InlineData(OptimizerKind.AdamW, 0.1)]
    public void Its_steps_are_those_of_torch(OptimizerKind kind, double decay)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var reference = nn.Linear(6, 4);
        var (w, b) = (reference.weight!.detach().clone(), reference.bias!.detach().clone());
        using var theirs = kind.Create([reference.weight, reference.bias], 0.05, 0.9, decay);
        var ours = new HeadOptimizer(
            new Lau
            {
                Optimizer = kind,
                WeightDecay = decay,
                Momentum = 0.9,
            },
            w,
            b,
            0.05
        );
        for (var step = 0; step < 5; step++)
        {
            var (f, g) = (rand(7, 6), randn(7, 4));
            theirs.zero_grad();
            (reference.forward(f) * g).sum().backward(); // of which dL/ds is g
            theirs.step();
            ours.Step(g, f);
        }
        Assert.True((w - reference.weight).abs().max().item<float>() < 1e-5);
        Assert.True((b - reference.bias).abs().max().item<float>() < 1e-5);
    }
}
