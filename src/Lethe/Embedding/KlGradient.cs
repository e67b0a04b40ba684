namespace Lethe.Embedding;

/// <summary>
/// <c>C = KL(P || Q) = sum_ij p_ij ln(p_ij / q_ij)</c> and its gradient, with <c>q_ij = (1 + |y_i - y_j|^2)^-1 / Z</c> and Z the sum of the
/// numerators over all pairs (van der Maaten and Hinton 2008, eqs. 4 and 5). Every point's forces are computed by one thread, and sums over
/// points run in the order of the points, so the bits do not depend on the number of threads.
/// </summary>
/// <param name="theta">0: all pairs. Above it: the forces of far points by <see cref="QuadTree"/>.</param>
internal sealed class KlGradient(Affinities affinities, double theta, ParallelOptions parallel)
{
    private const int Block = 64; // points a thread takes at a time

    private readonly int count = affinities.Count;
    private readonly QuadTree? tree = theta > 0 ? new(affinities.Count) : null;
    private readonly double[] attraction = new double[2 * affinities.Count];
    private readonly double[] repulsion = new double[2 * affinities.Count];
    private readonly double[] perPoint = new double[affinities.Count];

    /// <param name="y">x and y of each point: 2 N.</param>
    /// <param name="exaggeration">What the p_ij are multiplied by.</param>
    /// <param name="gradient">dC/dy, 2 N; written.</param>
    public void Compute(double[] y, double exaggeration, double[] gradient)
    {
        tree?.Build(y);
        Each(i =>
        {
            Attract(y, i);
            Repulse(y, i);
        });
        var z = Sum();
        // dC/dy_i = 4 (sum_j p_ij q_ij Z (y_i - y_j) - sum_j q_ij^2 Z (y_i - y_j))   (van der Maaten 2014, section 4)
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] = 4 * ((exaggeration * attraction[i]) - (repulsion[i] / z));
        }
    }

    /// <summary>C, in nats.</summary>
    public double Divergence(double[] y)
    {
        tree?.Build(y);
        Each(i => Repulse(y, i));
        var logZ = Math.Log(Sum());
        // p ln(p / q) = p (ln p + ln(1 + d^2) + ln Z)
        Each(i =>
        {
            var columns = affinities.Columns(i);
            var values = affinities.Values(i);
            var sum = 0.0;
            for (var n = 0; n < columns.Length; n++)
            {
                var (dx, dy) = (y[2 * i] - y[2 * columns[n]], y[(2 * i) + 1] - y[(2 * columns[n]) + 1]);
                // 0 ln 0 = 0
                sum += values[n] > 0 ? values[n] * (Math.Log(values[n]) + Math.Log(1 + (dx * dx) + (dy * dy)) + logZ) : 0;
            }
            perPoint[i] = sum;
        });
        return Sum();
    }

    // F_attr = sum_j p_ij q_ij Z (y_i - y_j)
    private void Attract(double[] y, int i)
    {
        var columns = affinities.Columns(i);
        var values = affinities.Values(i);
        var (x0, y0, x, sum) = (y[2 * i], y[(2 * i) + 1], 0.0, 0.0);
        for (var n = 0; n < columns.Length; n++)
        {
            var (dx, dy) = (x0 - y[2 * columns[n]], y0 - y[(2 * columns[n]) + 1]);
            var weight = values[n] / (1 + (dx * dx) + (dy * dy));
            x += weight * dx;
            sum += weight * dy;
        }
        (attraction[2 * i], attraction[(2 * i) + 1]) = (x, sum);
    }

    // F_rep Z = sum_j q_ij^2 Z^2 (y_i - y_j), and the part of Z that is i's.
    private void Repulse(double[] y, int i)
    {
        var (x, sum, z) = tree?.Repulsion(y[2 * i], y[(2 * i) + 1], theta) ?? AllPairs(y, i);
        (repulsion[2 * i], repulsion[(2 * i) + 1]) = (x, sum);
        perPoint[i] = z - 1; // without the point itself
    }

    private (double X, double Y, double Z) AllPairs(double[] y, int i)
    {
        var (x0, y0, x, sum, z) = (y[2 * i], y[(2 * i) + 1], 0.0, 0.0, 0.0);
        for (var j = 0; j < y.Length; j += 2)
        {
            var (dx, dy) = (x0 - y[j], y0 - y[j + 1]);
            var q = 1 / (1 + (dx * dx) + (dy * dy));
            z += q;
            x += q * q * dx;
            sum += q * q * dy;
        }
        return (x, sum, z);
    }

    private double Sum()
    {
        var sum = 0.0;
        foreach (var value in perPoint)
        {
            sum += value;
        }
        return sum;
    }

    private void Each(Action<int> point) =>
        Parallel.For(
            0,
            (count + Block - 1) / Block,
            parallel,
            block =>
            {
                for (var n = block * Block; n < Math.Min(count, (block + 1) * Block); n++)
                {
                    point(tree is null ? n : tree.Order[n]);
                }
            }
        );
}
