namespace Lethe.Embedding;

/// <summary>
/// Eigenvalues and eigenvectors of a small symmetric matrix by Jacobi's rotations (Golub and Van Loan, "Matrix Computations", section 8.5).
/// Some n^3 operations times ten; on one thread, so always the same bits.
/// </summary>
internal static class SymmetricEigen
{
    private const int Sweeps = 60; // six to ten suffice

    /// <param name="matrix">n x n, symmetric; not changed.</param>
    /// <returns>The values, largest first, and their unit vectors as rows.</returns>
    public static (double[] Values, double[][] Vectors) Of(double[][] matrix)
    {
        var n = matrix.Length;
        var (a, v) = (matrix.Select(static row => (double[])row.Clone()).ToArray(), new double[n][]);
        for (var i = 0; i < n; i++)
        {
            v[i] = new double[n];
            v[i][i] = 1;
        }
        var total = a.Sum(static row => row.Sum(static x => x * x));
        for (var sweep = 0; sweep < Sweeps && OffDiagonal(a) > 1e-30 * total; sweep++)
        {
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                {
                    Rotate(a, v, p, q);
                }
            }
        }
        var order = Enumerable.Range(0, n).OrderByDescending(i => a[i][i]).ToArray(); // stable
        return ([.. order.Select(i => a[i][i])], [.. order.Select(i => v[i])]);
    }

    private static double OffDiagonal(double[][] a)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = i + 1; j < a.Length; j++)
            {
                sum += 2 * a[i][j] * a[i][j];
            }
        }
        return sum;
    }

    // A' = J' A J with the rotation J in the plane of p and q that makes a_pq 0; the rows of V follow.
    private static void Rotate(double[][] a, double[][] v, int p, int q)
    {
        if (a[p][q] == 0)
        {
            return;
        }
        // t = tan(angle) is the smaller root of t^2 + 2 tau t - 1 = 0
        var tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        var t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + (tau * tau)));
        var c = 1 / Math.Sqrt(1 + (t * t));
        var s = t * c;
        Turn(a[p], a[q], c, s);
        Turn(v[p], v[q], c, s);
        foreach (var row in a)
        {
            (row[p], row[q]) = ((c * row[p]) - (s * row[q]), (s * row[p]) + (c * row[q]));
        }
    }

    private static void Turn(double[] p, double[] q, double c, double s)
    {
        for (var i = 0; i < p.Length; i++)
        {
            (p[i], q[i]) = ((c * p[i]) - (s * q[i]), (s * p[i]) + (c * q[i]));
        }
    }
}
