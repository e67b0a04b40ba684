using System.Numerics;

namespace Lethe.Embedding;

/// <summary>
/// N points of d finite coordinates each, in managed memory, row after row: what an embedding is made of, and what it makes.
/// </summary>
public sealed class PointSet
{
    private readonly float[] values;

    /// <param name="values">count x dimensions, row after row; copied.</param>
    /// <exception cref="ArgumentException">Another number of values than count x dimensions, or a value that is not finite.</exception>
    public PointSet(ReadOnlySpan<float> values, int count, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        if (values.Length != (long)count * dimensions)
        {
            throw new ArgumentException(
                $"{count} points of {dimensions} dimensions are {(long)count * dimensions} values, not {values.Length}."
            );
        }
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException(
                    $"Coordinate {i % dimensions} of point {i / dimensions} is {values[i]}: every coordinate must be finite."
                );
            }
        }
        (this.values, Count, Dimensions) = (values.ToArray(), count, dimensions);
    }

    private PointSet(PointSet points, float factor)
    {
        (values, Count, Dimensions) = (new float[points.values.Length], points.Count, points.Dimensions);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = points.values[i] * factor;
        }
    }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>d.</summary>
    public int Dimensions { get; }

    /// <summary>N x d, row after row.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>The d coordinates of one point.</summary>
    public ReadOnlySpan<float> this[int point] => values.AsSpan(point * Dimensions, Dimensions);

    public float this[int point, int dimension] => this[point][dimension];

    /// <param name="rows">N x d, of any floating type, on any device; flatten images first: <c>images.flatten(1)</c>.</param>
    /// <exception cref="ArgumentException">Not two-dimensional, or a value that is not finite.</exception>
    public static PointSet Of(Tensor rows)
    {
        if (rows.dim() != 2)
        {
            throw new ArgumentException($"Points are a tensor of N x d, not of [{string.Join(", ", rows.shape)}].");
        }
        using var scope = NewDisposeScope();
        return new(rows.detach().cpu().to(ScalarType.Float32).contiguous().data<float>().ToArray(), (int)rows.shape[0], (int)rows.shape[1]);
    }

    /// <summary>
    /// The points times a power of two, so that the largest coordinate is in [1, 2) and no squared distance overflows. A power of two
    /// changes no bit of a mantissa: the order of the distances stays as it is.
    /// </summary>
    internal PointSet Scaled()
    {
        var largest = 0f;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }
        if (largest == 0)
        {
            return this;
        }
        // 2^127 is the largest power that a float holds; coordinates all below 2^-127 stay small, and that is all.
        return new(this, MathF.ScaleB(1, Math.Min(-MathF.ILogB(largest), 127)));
    }

    /// <summary><c>|x_from - x_j|^2</c> for every j; from itself 0.</summary>
    internal void SquaredDistances(int from, Span<float> into)
    {
        var origin = this[from];
        for (var j = 0; j < Count; j++)
        {
            into[j] = SquaredDistance(origin, this[j]);
        }
    }

    private static float SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (i, sums) = (0, Vector<float>.Zero);
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var difference = new Vector<float>(a[i..]) - new Vector<float>(b[i..]);
            sums += difference * difference;
        }
        var sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }
}
