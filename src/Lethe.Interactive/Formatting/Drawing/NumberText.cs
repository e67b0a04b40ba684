using System.Globalization;
using System.Text.RegularExpressions;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Numbers on axes, as plotly writes them.</summary>
internal static partial class NumberText
{
    /// <summary>A tick of a row: as many decimals as the step needs; thousands as k and millions as M where the whole row allows it.</summary>
    public static string Of(double value, double step, IReadOnlyList<double> row)
    {
        var largest = row.Max(Math.Abs);
        var (unit, letter) = largest >= 1e6 && row.All(static tick => tick % 1e5 == 0) ? (1e6, "M") : largest >= 1e4 && row.All(static tick => tick % 100 == 0) ? (1e3, "k") : (1, "");
        if (largest is >= 1e9 or (> 0 and < 1e-4))
        {
            return Signed(value.ToString("0.####e0", CultureInfo.InvariantCulture));
        }
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step / unit) - 1e-9), 0, 12);
        if (Math.Abs(Math.Round(step / unit, decimals) - (step / unit)) > step / unit * 1e-6)
        {
            decimals = Math.Min(decimals + 2, 12); // a step such as 0.25
        }
        return Signed(Math.Round(value / unit, decimals).ToString(decimals == 0 ? "0" : $"0.{new string('#', decimals)}", CultureInfo.InvariantCulture)) + (value == 0 ? "" : letter);
    }

    /// <param name="value">On its own.</param>
    /// <param name="format">d3's <c>.2f</c>, <c>.1%</c>, <c>,</c>, <c>d</c>, <c>.3g</c>, <c>.1e</c>; any other is passed over.</param>
    public static string Of(double value, string? format = null)
    {
        if (format is not null && D3().Match(format) is { Success: true } parts)
        {
            var precision = parts.Groups["precision"].Success ? int.Parse(parts.Groups["precision"].Value, CultureInfo.InvariantCulture) : -1;
            var kind = parts.Groups["kind"].Value;
            var comma = parts.Groups["comma"].Success ? "N" : "F";
            var plus = parts.Groups["sign"].Success && value > 0 ? "+" : "";
            return plus + kind switch
            {
                "%" => Signed((value * 100).ToString($"{comma}{Math.Max(precision, 0)}", CultureInfo.InvariantCulture)) + "%",
                "e" => Signed(value.ToString($"0.{new string('0', Math.Clamp(precision, 0, 12))}e0", CultureInfo.InvariantCulture)),
                "f" => Signed(value.ToString($"{comma}{(precision < 0 ? 6 : precision)}", CultureInfo.InvariantCulture)),
                "d" => Signed(value.ToString($"{comma}0", CultureInfo.InvariantCulture)),
                "" when precision < 0 => Signed(value.ToString(comma == "N" ? "#,0.######" : "0.######", CultureInfo.InvariantCulture)),
                _ => Signed(value.ToString($"G{(precision <= 0 ? 6 : precision)}", CultureInfo.InvariantCulture)),
            };
        }
        return Math.Abs(value) switch
        {
            >= 1e9 or (> 0 and < 1e-4) => Signed(value.ToString("0.####e0", CultureInfo.InvariantCulture)),
            >= 1e6 => Signed((value / 1e6).ToString("0.####", CultureInfo.InvariantCulture)) + "M",
            >= 1e4 => Signed((value / 1e3).ToString("0.####", CultureInfo.InvariantCulture)) + "k",
            _ => Signed(value.ToString("0.######", CultureInfo.InvariantCulture)),
        };
    }

    // A minus as long as a plus; never "-0".
    private static string Signed(string text) => text.StartsWith('-') ? text.AsSpan().ContainsAnyInRange('1', '9') ? "−" + text[1..] : text[1..] : text;

    [GeneratedRegex(@"^(?<sign>\+)?(?<comma>,)?(?:\.(?<precision>\d{1,2}))?~?(?<kind>[fdge%r]?)$")]
    private static partial Regex D3();
}
