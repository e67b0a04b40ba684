namespace Lethe.Experiments.Verify.Tolerances;

/// <summary>
/// The fractions that a rate can be: of 1,800 images, so many eighteen-hundredths. A rate between them was not counted (the GRIM test:
/// Brown
/// and Heathers, "The GRIM test", 2017).
/// </summary>
internal static class NumberGrid
{
    /// <summary>What a rate is of: percent.</summary>
    public const double Whole = 100;

    private const long Most = 50_000; // parts of a whole
    private const double Exact = 1e-12;

    /// <summary>The fewest parts of a hundred that every one of the numbers is a whole number of; null if there are none.</summary>
    public static long? Of(IEnumerable<double> numbers) => Common(numbers.Distinct().Select(Parts));

    /// <summary>The fewest that hold all of these; null if one is null, or if they are too many.</summary>
    public static long? Common(IEnumerable<long?> parts)
    {
        var common = 1L;
        foreach (var own in parts)
        {
            if (own is null || (common = LeastCommonMultiple(common, own.Value)) > Most)
            {
                return null;
            }
        }
        return common;
    }

    /// <summary>The fewest parts of a hundred that a number is a whole number of, by its continued fraction; null if there are too
    /// many.</summary>
    public static long? Parts(double number)
    {
        var value = Math.Abs(number) / Whole;
        if (!(value <= Most))
        {
            return null; // no rate; or not a number
        }
        var (before, now) = (0L, 1L);
        var (top, topBefore) = ((long)Math.Floor(value), 1L);
        for (var rest = value - Math.Floor(value); ; rest = (1 / rest) - Math.Floor(1 / rest))
        {
            if (Math.Abs(((double)top / now) - value) <= Exact * Math.Max(1, value))
            {
                return now;
            }
            if (rest < 1e-9)
            {
                return null;
            }
            var next = (long)Math.Floor(1 / rest);
            (before, now) = (now, (next * now) + before);
            (topBefore, top) = (top, (next * top) + topBefore);
            if (now > Most)
            {
                return null;
            }
        }
    }

    private static long LeastCommonMultiple(long a, long b)
    {
        var (x, y) = (a, b);
        while (y != 0)
        {
            (x, y) = (y, x % y);
        }
        return a / x * b;
    }
}
