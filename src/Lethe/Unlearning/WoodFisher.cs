namespace Lethe.Unlearning;

/// <summary>The inverse Fisher matrix by a running rank-one estimate, as <see cref="Influence"/>'s published code applies it to a
/// vector.</summary>
internal static class WoodFisher
{
    /// <summary>
    /// <c>o = g_1</c>; then for each g: <c>t = o.g, k &lt;- k - (k.g) / (N + t) o, o &lt;- o - t / (N + t) o</c>.
    /// </summary>
    /// <param name="v">P; k at first.</param>
    /// <param name="gradients">Are taken over: a thousand of a network's would not fit in memory.</param>
    /// <param name="samples">N.</param>
    public static (Tensor K, Tensor O) Bend(Tensor v, IEnumerable<Tensor> gradients, int samples)
    {
        var (k, o) = (v.clone(), (Tensor?)null);
        foreach (var gradient in gradients)
        {
            using var g = gradient;
            using var step = NewDisposeScope();
            if (o is null)
            {
                o = g.clone().MoveToOuterDisposeScope();
                continue;
            }
            var (t, along) = (o.dot(g).item<float>(), k.dot(g).item<float>());
            k.add_(o, alpha: -along / (samples + t));
            o.mul_(1 - (t / (samples + t)));
        }
        return (k, o ?? v);
    }
}
