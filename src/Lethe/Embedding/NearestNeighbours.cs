namespace Lethe.Embedding;

/// <summary>
/// The k nearest other points of every point, found exactly by looking at all: N^2 d operations, some seconds for 6,000 points of 784
/// dimensions. Of two points equally far the one of the lower index is the nearer.
/// </summary>
internal sealed class NearestNeighbours
{
    private readonly int[] indices;
    private readonly float[] squaredDistances;

    private NearestNeighbours(int count, int neighbours)
    {
        (Count, Neighbours) = (count, neighbours);
        (indices, squaredDistances) = (new int[count * neighbours], new float[count * neighbours]);
    }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>k.</summary>
    public int Neighbours { get; }

    public static NearestNeighbours Of(PointSet points, int neighbours, ParallelOptions parallel)
    {
        var found = new NearestNeighbours(points.Count, neighbours);
        Parallel.For(
            0,
            points.Count,
            parallel,
            () => new float[points.Count],
            (i, _, distances) =>
            {
                points.SquaredDistances(i, distances);
                Nearest(
                    distances,
                    i,
                    found.indices.AsSpan(i * neighbours, neighbours),
                    found.squaredDistances.AsSpan(i * neighbours, neighbours)
                );
                return distances;
            },
            static _ => { }
        );
        return found;
    }

    /// <summary>The neighbours of one point, nearest first.</summary>
    public ReadOnlySpan<int> Indices(int point) => indices.AsSpan(point * Neighbours, Neighbours);

    /// <summary>As <see cref="Indices"/>.</summary>
    public ReadOnlySpan<float> SquaredDistances(int point) => squaredDistances.AsSpan(point * Neighbours, Neighbours);

    /// <summary>
    /// The smallest of <paramref name="distances"/> but for that at <paramref name="self"/>, in order, as many as there is room for.
    /// </summary>
    public static void Nearest(ReadOnlySpan<float> distances, int self, Span<int> indices, Span<float> nearest)
    {
        var found = 0;
        for (var j = 0; j < distances.Length; j++)
        {
            var distance = distances[j];
            if (j == self || (found == nearest.Length && distance >= nearest[^1]))
            {
                continue;
            }
            // Insertion: a later point seldom gets this far, about k ln(N / k) of N do.
            var place = found < nearest.Length ? found++ : found - 1;
            for (; place > 0 && nearest[place - 1] > distance; place--)
            {
                (nearest[place], indices[place]) = (nearest[place - 1], indices[place - 1]);
            }
            (nearest[place], indices[place]) = (distance, j);
        }
    }
}
