namespace Lethe.Embedding;

/// <summary>
/// How far the neighbours that an embedding shows are neighbours in truth: <c>T(k) = 1 - 2 / (N k (2 N - 3 k - 1)) sum_i sum_(j in U_k(i))
/// (r(i, j) - k)</c>, where U_k(i) are the points among the k nearest to i in the embedding but not among the points, and r(i, j) is j's
/// rank by its distance to i among the points (1 is the nearest). 1: every neighbour shown is one; 0.5: what a random embedding has.
/// <para>Source: Venna and Kaski, "Neighborhood preservation in nonlinear projection methods", ICANN 2001.</para>
/// </summary>
public static class Trustworthiness
{
    /// <param name="points">N x d.</param>
    /// <param name="embedding">N x any, in the same order.</param>
    /// <param name="neighbours">k: at least 1, less than N / 2.</param>
    /// <returns>From 0 to 1. Of two points equally far the one of the lower index is the nearer, in both spaces.</returns>
    /// <exception cref="ArgumentException">Other points than places, a k out of its range.</exception>
    public static double Of(PointSet points, PointSet embedding, int neighbours = 12, int maxDegreeOfParallelism = -1)
    {
        var count = points.Count;
        if (embedding.Count != count)
        {
            throw new ArgumentException($"There are {count} points but {embedding.Count} places in the embedding.");
        }
        if (neighbours < 1 || 2L * neighbours >= count)
        {
            throw new ArgumentException(
                $"The trustworthiness of {count} points is defined for fewer than {count / 2.0:0.#} neighbours, and at least "
                    + $"1, not {neighbours}."
            );
        }
        var (from, to, penalty) = (points.Scaled(), embedding.Scaled(), 0L);
        Parallel.For(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism },
            () => new Ranks(from, to, neighbours),
            (i, _, ranks) =>
            {
                ranks.Penalty += ranks.Of(i);
                return ranks;
            },
            ranks => Interlocked.Add(ref penalty, ranks.Penalty)
        ); // whole numbers: their order does not matter
        return 1 - (2.0 * penalty / ((double)count * neighbours * ((2.0 * count) - (3.0 * neighbours) - 1)));
    }

    // The room that one thread needs.
    private sealed class Ranks(PointSet points, PointSet embedding, int neighbours)
    {
        private readonly float[] distances = new float[points.Count];
        private readonly int[] shown = new int[neighbours];
        private readonly float[] nearest = new float[neighbours];

        public long Penalty { get; set; }

        // sum_(j in U_k(i)) (r(i, j) - k)
        public long Of(int i)
        {
            embedding.SquaredDistances(i, distances);
            NearestNeighbours.Nearest(distances, i, shown, nearest);
            points.SquaredDistances(i, distances);
            distances[i] = float.PositiveInfinity; // no neighbour of its own
            var sum = 0L;
            foreach (var j in shown)
            {
                // A j within the k nearest has r <= k and is not in U_k(i).
                sum += Math.Max(0, Rank(j) - neighbours);
            }
            return sum;
        }

        private int Rank(int j)
        {
            var (own, rank) = (distances[j], 1);
            for (var l = 0; l < distances.Length; l++)
            {
                rank += distances[l] < own || (distances[l] == own && l < j) ? 1 : 0;
            }
            return rank;
        }
    }
}
