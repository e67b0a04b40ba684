using System.Globalization;

namespace Lethe.Experiments;

/// <summary>Numbers as the tables print them, the same in every language.</summary>
internal static class NumberText
{
    public static string Of(double value, MetricUnit unit) => unit switch
    {
        MetricUnit.Score => value.ToString("F4", CultureInfo.InvariantCulture),
        MetricUnit.Samples => value.ToString("0.#", CultureInfo.InvariantCulture),
        MetricUnit.Seconds or MetricUnit.Times => ThreeDigits(value),
        _ => value.ToString("F2", CultureInfo.InvariantCulture),
    };

    /// <summary>Mean ± standard deviation (number of seeds).</summary>
    public static string Of(Measurement measured, MetricUnit unit) =>
        Of(measured.Mean, unit) + (measured.Std is { } std ? $" ± {Of(std, unit)}" : "") + $" ({measured.Count.ToString(CultureInfo.InvariantCulture)})";

    public static string Signed(double value, MetricUnit unit)
    {
        var size = Of(Math.Abs(value), unit);
        return (value > 0 && size.AsSpan().ContainsAnyInRange('1', '9') ? "+" : value < 0 && size.AsSpan().ContainsAnyInRange('1', '9') ? "-" : "") + size;
    }

    /// <summary>Enough digits to come back as the same number.</summary>
    public static string Exact(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    // 0.00123, 0.0523, 3.76, 25.9, 117, 12526: three digits that count, but never an exponent and never a rounded integer part.
    private static string ThreeDigits(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 9);
        return value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
