namespace Lethe.Metrics;

/// <summary>Student's t distribution, as far as intervals need it.</summary>
public static class StudentT
{
    // 97.5 % quantiles for 1 to 30 degrees of freedom.
    private static readonly double[] Quantiles =
    [
        12.706,
        4.303,
        3.182,
        2.776,
        2.571,
        2.447,
        2.365,
        2.306,
        2.262,
        2.228,
        2.201,
        2.179,
        2.160,
        2.145,
        2.131,
        2.120,
        2.110,
        2.101,
        2.093,
        2.086,
        2.080,
        2.074,
        2.069,
        2.064,
        2.060,
        2.056,
        2.052,
        2.048,
        2.045,
        2.042,
    ];

    /// <summary>What bounds a two-sided 95 % interval; beyond 30 degrees of freedom that of 30, which is a little too wide.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one degree of freedom.</exception>
    public static double Quantile95(int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        return Quantiles[Math.Min(degreesOfFreedom, Quantiles.Length) - 1];
    }
}
