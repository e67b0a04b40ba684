using Lethe.Models;
using static TorchSharp.torch.nn;

namespace Lethe.Detection.Detectors;

/// <summary>Weighs the channels by what the whole map shows: <c>x sigmoid(W_2 silu(W_1 mean(x)))</c> (Hu et al. 2018).</summary>
internal sealed class SqueezeExcitation : Module<Tensor, Tensor>
{
    private readonly Conv fc1,
        fc2;

    public SqueezeExcitation(int channels, int squeezed)
        : base(nameof(SqueezeExcitation))
    {
        fc1 = new(channels, squeezed, 1, withBias: true);
        fc2 = new(squeezed, channels, 1, withBias: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var seen = x.mean([2, 3], keepdim: true);
        return (x * fc2.forward(functional.silu(fc1.forward(seen))).sigmoid()).MoveToOuterDisposeScope();
    }
}
