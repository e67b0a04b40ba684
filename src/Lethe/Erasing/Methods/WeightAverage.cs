using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Methods;

/// <summary>A network whose weights follow another's: <c>m = a m + (1 - a) theta</c>.</summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly double kept;

    public WeightAverage(DiffusionModel model, UNet2DCondition from, double kept)
    {
        (Network, this.kept) = (model.UNet.Copy(), kept);
        Move(Network.parameters(), from.parameters(), 0);
        Network.eval();
    }

    public UNet2DCondition Network { get; }

    /// <summary>Those of a group, under names of their own; the others never move.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights(string group) =>
        ParameterGroup.Get(group).Of(Network).ToDictionary(static named => $"mean.{named.Key}", static named => (Tensor)named.Value);

    public void Follow(UNet2DCondition theta) => Move(Network.parameters(), theta.parameters(), kept);

    public void CopyTo(UNet2DCondition theta) => Move(theta.parameters(), Network.parameters(), 0);

    /// <summary>Weights towards others; to them, if none of what they were is kept.</summary>
    public static void Move(IEnumerable<Tensor> weights, IEnumerable<Tensor> others, double kept)
    {
        using var scope = NewDisposeScope(); // each lerp_ gives its tensor a second handle
        using var noGrad = no_grad();
        foreach (var (own, other) in weights.Zip(others))
        {
            own.lerp_(other, 1 - kept);
        }
    }

    public void Dispose() => Network.Dispose();
}
