namespace Lethe.Unlearning.Tuning;

/// <summary>
/// Points that fill a cube evenly, however many are taken: Roberts's R sequence (2018), <c>x_n = (s + n a) mod 1</c> with
/// <c>a_j = phi^-j</c> and <c>phi^(d+1) = phi + 1</c>, moved by a random shift s (Cranley and Patterson 1976).
/// </summary>
internal sealed class EvenPoints
{
    private readonly double[] shift;
    private readonly double[] step;

    /// <param name="dimensions">d.</param>
    public EvenPoints(int dimensions, RandomStream random)
    {
        var phi = Root(dimensions);
        shift = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextDouble())];
        step = [.. Enumerable.Range(1, dimensions).Select(j => Math.Pow(phi, -j))];
    }

    /// <returns>d numbers in [0, 1).</returns>
    public double[] At(int n) => [.. shift.Zip(step, (s, a) => s + (n * a)).Select(static x => x - Math.Floor(x))];

    /// <summary>The root above 1 of <c>phi^(d+1) = phi + 1</c>: the golden ratio for d = 1.</summary>
    internal static double Root(int dimensions)
    {
        var phi = 2.0;
        for (var i = 0; i < 64; i++)
        {
            phi = Math.Pow(1 + phi, 1.0 / (dimensions + 1));
        }
        return phi;
    }
}
