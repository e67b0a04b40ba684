using System.Numerics;

namespace Lethe.Imaging;

// The smoothest map that takes given points to given points (thin-plate spline; Bookstein, IEEE TPAMI 1989): f(p) = a0 + a1 x + a2 y +
// sum_i w_i U(|p - p_i|), U(r) = r^2 ln r^2.
internal sealed class ThinPlate
{
    private readonly Vector2[] points;
    private readonly double[] horizontal;
    private readonly double[] vertical;

    public ThinPlate(IReadOnlyList<Vector2> from, IReadOnlyList<Vector2> to)
    {
        points = [.. from];
        var size = points.Length + 3;
        var system = new double[size, size + 2];
        for (var i = 0; i < points.Length; i++)
        {
            for (var j = 0; j < points.Length; j++)
            {
                system[i, j] = Bend(points[i], points[j]);
            }
            (system[i, size - 3], system[i, size - 2], system[i, size - 1]) = (1, points[i].X, points[i].Y);
            (system[size - 3, i], system[size - 2, i], system[size - 1, i]) = (1, points[i].X, points[i].Y);
            (system[i, size], system[i, size + 1]) = (to[i].X, to[i].Y);
        }
        Solve(system, size);
        horizontal = [.. Enumerable.Range(0, size).Select(i => system[i, size])];
        vertical = [.. Enumerable.Range(0, size).Select(i => system[i, size + 1])];
    }

    public Vector2 Of(Vector2 point)
    {
        var last = points.Length;
        var x = horizontal[last] + (horizontal[last + 1] * point.X) + (horizontal[last + 2] * point.Y);
        var y = vertical[last] + (vertical[last + 1] * point.X) + (vertical[last + 2] * point.Y);
        for (var i = 0; i < points.Length; i++)
        {
            var bend = Bend(point, points[i]);
            x += horizontal[i] * bend;
            y += vertical[i] * bend;
        }
        return new((float)x, (float)y);
    }

    private static double Bend(Vector2 p, Vector2 q)
    {
        double x = p.X - q.X,
            y = p.Y - q.Y;
        var square = (x * x) + (y * y);
        return square == 0 ? 0 : square * Math.Log(square);
    }

    // Gauss and Jordan, with the largest number of the column as pivot. Afterwards the last columns hold the solution.
    private static void Solve(double[,] system, int size)
    {
        for (var column = 0; column < size; column++)
        {
            var pivot = Enumerable.Range(column, size - column).MaxBy(row => Math.Abs(system[row, column]));
            if (Math.Abs(system[pivot, column]) < 1e-9)
            {
                throw new ArgumentException("A thin plate needs three points that are not on one line, and no point twice.");
            }
            for (var j = 0; j < size + 2; j++)
            {
                (system[column, j], system[pivot, j]) = (system[pivot, j], system[column, j]);
            }
            for (var row = 0; row < size; row++)
            {
                var factor = row == column ? 0 : system[row, column] / system[column, column];
                for (var j = column; factor != 0 && j < size + 2; j++)
                {
                    system[row, j] -= factor * system[column, j];
                }
            }
        }
        for (var row = 0; row < size; row++)
        {
            system[row, size] /= system[row, row];
            system[row, size + 1] /= system[row, row];
        }
    }
}
