namespace Lethe.Experiments.Tables;

/// <summary>Numbers as the tables print them, the same in every language.</summary>
public static class NumberText
{
    public static string Of(double value, MetricUnit unit) => Fixed(value, Decimals(value, unit));

    /// <summary>Mean ± standard deviation (number of seeds) [interval]; all have as many decimals as the mean.</summary>
    public static string Of(Measurement measured, MetricUnit unit)
    {
        var decimals = Decimals(measured.Mean, unit);
        return Fixed(measured.Mean, decimals)
            + (measured.Std is { } std ? $" ± {Fixed(std, decimals)}" : "")
            + $" ({measured.Count.ToString(CultureInfo.InvariantCulture)})"
            + (measured.Interval is { } interval ? $" [{Fixed(interval.Low, decimals)}, {Fixed(interval.High, decimals)}]" : "");
    }

    /// <summary>
    /// As <see cref="Of(Measurement, MetricUnit)"/>, for where there is little room: tenths of a percent, hundredths of a score, neither
    /// runs nor interval.
    /// </summary>
    public static string Short(Measurement measured, MetricUnit unit)
    {
        var decimals = unit.IsCount ? Decimals(measured.Mean, unit) : unit.ShortDecimals ?? Decimals(measured.Mean, unit);
        return Fixed(measured.Mean, decimals) + (measured.Std is { } std ? $" ± {Fixed(std, decimals)}" : "");
    }

    /// <summary>A difference, with the decimals of the number it stands beside, and with a sign unless it rounds to zero.</summary>
    public static string Signed(double difference, MetricUnit unit, double beside)
    {
        var size = Fixed(Math.Abs(difference), Decimals(beside, unit));
        return (
                !size.AsSpan().ContainsAnyInRange('1', '9') ? ""
                : difference > 0 ? "+"
                : "-"
            ) + size;
    }

    private static string Fixed(double value, int decimals) =>
        value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static int Decimals(double value, MetricUnit unit) =>
        unit.IsCount
            ? (value == Math.Floor(value) ? 0 : 1)
            : unit.Decimals
                // 0.00123, 0.0523, 3.76, 25.9, 117, 12526: three digits that count, but never an exponent and never a rounded integer part.
                ?? (value == 0 || !double.IsFinite(value) ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 9));
}
