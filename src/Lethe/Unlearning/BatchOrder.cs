namespace Lethe.Unlearning;

/// <summary>In which order a method that learns from D_f and D_r walks them. It changes results: the first ends each epoch with
/// repair.</summary>
public enum BatchOrder
{
    /// <summary>All batches of D_f, then all of D_r.</summary>
    ForgetThenRetain,

    /// <summary>One shuffled union.</summary>
    Mixed,

    /// <summary>A batch of D_f beside each of D_r; the shorter of the two begins anew when it is through.</summary>
    Paired,
}

/// <summary>The batches of each <see cref="BatchOrder"/>.</summary>
internal static class BatchOrders
{
    /// <summary>One epoch: positions in D_f and in D_r, of which one may be empty.</summary>
    /// <param name="forget">Images of D_f; likewise <paramref name="retain"/>.</param>
    /// <param name="size">Of a batch of D_f, and of a mixed one.</param>
    /// <param name="retainSize">Of a batch of D_r.</param>
    public static IEnumerable<(long[] Forget, long[] Retain)> Epoch(
        this BatchOrder order,
        int forget,
        int retain,
        int size,
        int retainSize,
        RandomStream random
    ) =>
        order switch
        {
            BatchOrder.Mixed => random
                .Permutation(forget + retain)
                .Chunk(size)
                .Select(rows => ((long[])[.. rows.Where(row => row < forget)], Retained(rows, forget))),
            BatchOrder.Paired => Paired([.. random.Permutation(forget).Chunk(size)], [.. random.Permutation(retain).Chunk(retainSize)]),
            _ => random
                .Permutation(forget)
                .Chunk(size)
                .Select(static rows => (rows, (long[])[]))
                .Concat(Later(() => random.Permutation(retain).Chunk(retainSize).Select(static rows => ((long[])[], rows)))),
        };

    private static long[] Retained(long[] rows, int forget) => [.. rows.Where(row => row >= forget).Select(row => row - forget)];

    private static IEnumerable<(long[] Forget, long[] Retain)> Paired(long[][] forget, long[][] retain) =>
        Enumerable.Range(0, Math.Max(forget.Length, retain.Length)).Select(i => (forget[i % forget.Length], retain[i % retain.Length]));

    // Drawn when D_f is through: without D_r nothing but its order is drawn.
    private static IEnumerable<T> Later<T>(Func<IEnumerable<T>> batches)
    {
        foreach (var batch in batches())
        {
            yield return batch;
        }
    }
}
