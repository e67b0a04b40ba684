namespace Lethe.Embedding;

/// <summary>
/// Principal components: the orthogonal directions in which points spread most. <c>C = (X - mean)' (X - mean) / N</c>, components are its
/// eigenvectors of the largest eigenvalues.
/// <para>The same bits every time and for any number of threads; of each component the coordinate of the largest size is positive. Where
/// two directions spread equally, any two at right angles in their plane are as good.</para>
/// </summary>
public sealed class Pca
{
    private const int SmallEnough = 128; // dimensions that Jacobi's rotations do in no time

    private readonly double[][] components;

    private Pca(double[] mean, double[][] components, double[] variances) =>
        (Mean, this.components, Variances) = (mean, components, variances);

    /// <summary>d, in the units of the points.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>k unit vectors of d coordinates, the one of most variance first.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Components => components;

    /// <summary>Of each component, in squared units of the points, divided by N.</summary>
    public IReadOnlyList<double> Variances { get; }

    /// <summary>
    /// The k first principal components. Takes N d^2 operations for the covariance and some hundred k d^2 for its eigenvectors.
    /// </summary>
    /// <exception cref="ArgumentException">No points, or k is not in 1..d.</exception>
    public static Pca Fit(PointSet points, int components, int maxDegreeOfParallelism = -1)
    {
        if (points.Count == 0)
        {
            throw new ArgumentException("There are no points: principal components need at least one.");
        }
        if (components < 1 || components > points.Dimensions)
        {
            throw new ArgumentException(
                $"Points of {points.Dimensions} dimensions have 1 to {points.Dimensions} principal components, not {components}."
            );
        }
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism };
        var (mean, columns) = Centred(points);
        var covariance = Covariance(columns, parallel);
        var (variances, vectors) =
            points.Dimensions <= SmallEnough ? SymmetricEigen.Of(covariance) : SubspaceIteration.Of(covariance, components, parallel);
        return new(
            mean,
            [.. vectors.Take(components).Select(Signed)],
            [.. variances.Take(components).Select(static value => Math.Max(value, 0))]
        );
    }

    /// <summary>The k first principal components' coordinates of the points that they are fitted to: N x k.</summary>
    /// <exception cref="ArgumentException">As <see cref="Fit"/>.</exception>
    public static PointSet Reduce(PointSet points, int components, int maxDegreeOfParallelism = -1) =>
        Fit(points, components, maxDegreeOfParallelism).Project(points);

    /// <summary><c>(x - mean) . component</c> of each point and component: N x k.</summary>
    /// <exception cref="ArgumentException">The points have another number of dimensions than those this was fitted to.</exception>
    public PointSet Project(PointSet points)
    {
        if (points.Dimensions != Mean.Count)
        {
            throw new ArgumentException($"These components are of {Mean.Count} dimensions, the points of {points.Dimensions}.");
        }
        var projected = new float[points.Count * components.Length];
        for (var i = 0; i < points.Count; i++)
        {
            for (var k = 0; k < components.Length; k++)
            {
                var point = points[i];
                var (sum, component) = (0.0, components[k]);
                for (var d = 0; d < component.Length; d++)
                {
                    sum += (point[d] - Mean[d]) * component[d];
                }
                projected[(i * components.Length) + k] = (float)sum;
            }
        }
        return new(projected, points.Count, components.Length);
    }

    // The points without their mean as d columns of N.
    private static (double[] Mean, double[][] Columns) Centred(PointSet points)
    {
        var mean = new double[points.Dimensions];
        var columns = new double[points.Dimensions][];
        for (var d = 0; d < columns.Length; d++)
        {
            var column = new double[points.Count];
            for (var i = 0; i < column.Length; i++)
            {
                column[i] = points[i, d];
            }
            mean[d] = column.Sum() / column.Length;
            for (var i = 0; i < column.Length; i++)
            {
                column[i] -= mean[d];
            }
            columns[d] = column;
        }
        return (mean, columns);
    }

    private static double[][] Covariance(double[][] columns, ParallelOptions parallel)
    {
        var covariance = columns.Select(column => new double[columns.Length]).ToArray();
        Parallel.For(
            0,
            columns.Length,
            parallel,
            a =>
            {
                for (var b = 0; b <= a; b++)
                {
                    covariance[a][b] = covariance[b][a] = SubspaceIteration.Dot(columns[a], columns[b]) / columns[a].Length;
                }
            }
        );
        return covariance;
    }

    private static double[] Signed(double[] component) =>
        component.MaxBy(Math.Abs) < 0 ? [.. component.Select(static value => -value)] : component;
}
