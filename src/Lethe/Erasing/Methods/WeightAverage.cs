using Lethe.Erasing.Diffusion;
using static TorchSharp.torch;

namespace Lethe.Erasing.Methods;

/// <summary>A network whose weights follow another's: <c>m = a m + (1 - a) theta</c>.</summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly double kept;

    public WeightAverage(DiffusionModel model, UNet2DCondition from, double kept)
    {
        this.kept = kept;
        Network = model.UNet.Copy();
        CopyFrom(from, 0);
        Network.eval();
    }

    public UNet2DCondition Network { get; }

    /// <summary>Those of a group, under names of their own; the others never move.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights(string group) =>
        ParameterGroup
            .Get(group)
            .Of(Network)
            .ToDictionary(static named => $"mean.{named.Key}", static named => (Tensor)named.Value, StringComparer.Ordinal);

    public void Follow(UNet2DCondition theta) => CopyFrom(theta, kept);

    public void CopyTo(UNet2DCondition theta)
    {
        using var scope = NewDisposeScope(); // each copy_ and lerp_ gives its tensor a second handle
        using var noGrad = no_grad();
        foreach (var (own, other) in Network.parameters().Zip(theta.parameters()))
        {
            other.copy_(own);
        }
    }

    public void Dispose() => Network.Dispose();

    private void CopyFrom(UNet2DCondition theta, double a)
    {
        using var scope = NewDisposeScope(); // each copy_ and lerp_ gives its tensor a second handle
        using var noGrad = no_grad();
        foreach (var (own, other) in Network.parameters().Zip(theta.parameters()))
        {
            own.lerp_(other, 1 - a);
        }
    }
}
