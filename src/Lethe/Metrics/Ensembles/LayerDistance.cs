using Lethe.Models;

namespace Lethe.Metrics.Ensembles;

/// <summary>
/// How far the parameters of two networks of one kind lie apart, tensor by tensor, <c>L2</c>. Two networks retrained with other seeds are
/// not at 0: to Retrain it says nothing without that floor, to Original it says which layers a method has changed.
/// </summary>
public static class LayerDistance
{
    /// <returns>By the parameters' names, in their order.</returns>
    /// <exception cref="ArgumentException">Networks of different kinds.</exception>
    public static IReadOnlyList<(string Layer, double Distance)> Of(Classifier one, Classifier other)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var theirs = other.named_parameters().ToDictionary(static layer => layer.name, static layer => layer.parameter);
        var ours = one.named_parameters().ToList();
        return ours.Count == theirs.Count && ours.All(layer => theirs.ContainsKey(layer.name))
            ?
            [
                .. ours.Select(layer =>
                    (layer.name, (layer.parameter.to(ScalarType.Float64) - theirs[layer.name].to(ScalarType.Float64)).norm().item<double>())
                ),
            ]
            : throw new ArgumentException("The parameters of two networks of different kinds have no distance.");
    }

    /// <summary>Over all parameters at once: the root of the sum of squares.</summary>
    public static double Whole(IEnumerable<(string Layer, double Distance)> layers) =>
        Math.Sqrt(layers.Sum(static layer => layer.Distance * layer.Distance));
}
