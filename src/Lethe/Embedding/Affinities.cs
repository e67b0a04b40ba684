namespace Lethe.Embedding;

/// <summary>
/// <c>p_ij = (p_j|i + p_i|j) / (2 N)</c>: how much two points belong together. Symmetric, sums to 1, and held only where it is not 0, as a
/// list of columns and values for each row (van der Maaten 2014, section 4.1).
/// </summary>
internal sealed class Affinities
{
    private readonly int[] starts; // of each row, and the end of the last
    private readonly int[] columns;
    private readonly double[] values;

    private Affinities(int[] starts, int[] columns, double[] values) =>
        (this.starts, this.columns, this.values) = (starts, columns, values);

    public int Count => starts.Length - 1;

    public static Affinities Of(PointSet points, int neighbours, double perplexity, ParallelOptions parallel)
    {
        var nearest = NearestNeighbours.Of(points, neighbours, parallel);
        return Symmetric(nearest, ConditionalAffinities.Of(nearest, perplexity, parallel));
    }

    /// <summary>The points that i has an affinity to, in order.</summary>
    public ReadOnlySpan<int> Columns(int i) => columns.AsSpan(starts[i], starts[i + 1] - starts[i]);

    /// <summary>As <see cref="Columns"/>.</summary>
    public ReadOnlySpan<double> Values(int i) => values.AsSpan(starts[i], starts[i + 1] - starts[i]);

    private static Affinities Symmetric(NearestNeighbours neighbours, double[] conditional)
    {
        var (count, k) = (neighbours.Count, neighbours.Neighbours);
        // Whom each point is a neighbour of: p_i|j by j. Rows are filled in order of i, so each list is in order.
        var ends = new int[count + 1];
        for (var i = 0; i < count; i++)
        {
            foreach (var j in neighbours.Indices(i))
            {
                ends[j + 1]++;
            }
        }
        for (var i = 0; i < count; i++)
        {
            ends[i + 1] += ends[i];
        }
        var (fill, sources, incoming) = (ends[..^1], new int[count * k], new double[count * k]);
        for (var i = 0; i < count; i++)
        {
            var row = neighbours.Indices(i);
            for (var n = 0; n < k; n++)
            {
                var place = fill[row[n]]++;
                (sources[place], incoming[place]) = (i, conditional[(i * k) + n]);
            }
        }

        var starts = new int[count + 1];
        var (columns, values) = (new List<int>(2 * count * k), new List<double>(2 * count * k));
        var (targets, outgoing) = (new int[k], new double[k]);
        for (var i = 0; i < count; i++)
        {
            neighbours.Indices(i).CopyTo(targets);
            conditional.AsSpan(i * k, k).CopyTo(outgoing);
            Array.Sort(targets, outgoing);
            // Two lists in order become one.
            var (a, b) = (0, ends[i]);
            while (a < k || b < ends[i + 1])
            {
                var (left, right) = (a < k ? targets[a] : int.MaxValue, b < ends[i + 1] ? sources[b] : int.MaxValue);
                var sum = (left <= right ? outgoing[a++] : 0) + (right <= left ? incoming[b++] : 0);
                columns.Add(Math.Min(left, right));
                values.Add(sum / (2.0 * count));
            }
            starts[i + 1] = columns.Count;
        }
        return new(starts, [.. columns], [.. values]);
    }
}
