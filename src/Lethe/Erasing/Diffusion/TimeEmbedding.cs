using Lethe.Models;
using static TorchSharp.torch.nn;

namespace Lethe.Erasing.Diffusion;

/// <summary>A time as a vector: <c>[cos(t f), sin(t f)]</c> with <c>f_k = exp(-ln(10000) k / half)</c>, then two linear layers with a SiLU
/// between them. From N times, int64, to N x width, float32.</summary>
internal sealed class TimeEmbedding : Layer
{
    private readonly Dense linear_1,
        linear_2;
    private readonly int half;

    public TimeEmbedding(int channels, int width)
        : base(nameof(TimeEmbedding))
    {
        half = channels / 2;
        (linear_1, linear_2) = (new(channels, width), new(width, width));
        RegisterComponents();
    }

    protected override Tensor Run(Tensor times)
    {
        var frequencies = (arange(half, dtype: ScalarType.Float32, device: times.device) * (-Math.Log(10_000) / half)).exp();
        var angles = times.to(ScalarType.Float32).unsqueeze(-1) * frequencies;
        return linear_2.forward(functional.silu(linear_1.forward(cat([angles.cos(), angles.sin()], -1))));
    }
}
