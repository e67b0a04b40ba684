namespace Lethe.Detection.Distillation;

/// <summary>For every sample of a batch another one of its class, and one of the other class.</summary>
/// <remarks>Who is alone in his class is his own partner; a batch of one class has no others.</remarks>
internal sealed class Partners
{
    private readonly long[] same,
        other;

    private Partners(long[] same, long[] other) => (this.same, this.other) = (same, other);

    public bool HasOther => other.Length > 0;

    public static Partners Draw(IReadOnlyList<long> labels, RandomStream random)
    {
        var (fakes, reals) = (Of(1), Of(0));
        var same = new long[labels.Count];
        var other = new long[fakes.Length > 0 && reals.Length > 0 ? labels.Count : 0];
        foreach (var (own, others) in new[] { (fakes, reals), (reals, fakes) })
        {
            // Around a random circle: everybody is somebody's partner, and nobody his own.
            var circle = random.Permutation(own.Length);
            for (var i = 0; i < circle.Length; i++)
            {
                same[own[circle[i]]] = own[circle[(i + 1) % circle.Length]];
                if (other.Length > 0)
                {
                    other[own[i]] = others[random.Next(others.Length)];
                }
            }
        }
        return new(same, other);

        int[] Of(int label) => [.. Enumerable.Range(0, labels.Count).Where(i => labels[i] > 0 == (label > 0))];
    }

    public Tensor Same(Device device) => tensor(same, device: device);

    public Tensor Other(Device device) => tensor(other, device: device);
}
