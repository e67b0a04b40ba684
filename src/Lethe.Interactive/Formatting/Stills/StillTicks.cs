using System.Globalization;
using ScottPlot;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Round numbers along an axis, decades on a logarithmic one, names on one of categories; the same in every culture.</summary>
internal static class StillTicks
{
    /// <param name="axis">With a range.</param>
    /// <param name="length">Pixels that it will take, about.</param>
    /// <param name="room">Pixels that a label takes along it.</param>
    public static IReadOnlyList<Tick> Of(StillAxis axis, double length, double room)
    {
        var (low, high) = (Math.Min(axis.Range.From, axis.Range.To), Math.Max(axis.Range.From, axis.Range.To));
        var slack = (high - low) * 1e-9;
        var most = Math.Clamp(length / room, 2, 9);
        var ticks = axis.Settings.Items("tickvals") is { Count: > 0 } values ? values.Select((value, i) => (At: axis.Place(value), Label: Named(axis, i, value.Label())))
            : axis.Categories.Count > 0 ? axis.Categories.Select(static (name, i) => (At: (double)i, Label: name))
            : axis.IsLog ? Decades(low, high, most)
            : Multiples(low, high, axis.Settings.Number("dtick") is > 0 and var step && (high - low) / step < 200 ? step : Step(high - low, most));
        var isLabelled = axis.Settings.Flag("showticklabels") ?? true;
        return [.. ticks.Where(tick => tick.At >= low - slack && tick.At <= high + slack).Select(tick => new Tick(tick.At, isLabelled ? tick.Label : ""))];
    }

    /// <summary>Round numbers between two others.</summary>
    public static IEnumerable<Tick> Round(double low, double high, double most) => Multiples(low, high, Step(high - low, most)).Select(static tick => new Tick(tick.At, tick.Label));

    /// <summary>As many digits as it needs, with a minus as long as a plus.</summary>
    public static string Number(double value) =>
        value.ToString(Math.Abs(value) is >= 1e6 or (> 0 and < 1e-4) ? "0.###e0" : "0.######", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Named(StillAxis axis, int i, string value) => axis.Settings.Items("ticktext") is var texts && i < texts.Count ? texts[i].Label() : value;

    // Within two decades, 2 and 5 help; over many, not every decade has room.
    private static IEnumerable<(double At, string Label)> Decades(double low, double high, double most)
    {
        double[] parts = high - low <= 2 ? [1, 2, 5] : [1];
        var every = Math.Max(1, (int)Math.Ceiling((high - low) / most));
        var first = (int)Math.Floor(Math.Max(low, -300));
        return Enumerable.Range(first, Math.Max(0, (int)Math.Min(high, 300) - first + 1)).Where(decade => decade % every == 0)
            .SelectMany(decade => parts.Select(part => (decade + Math.Log10(part), Number(part * Math.Pow(10, decade)))));
    }

    private static IEnumerable<(double At, string Label)> Multiples(double low, double high, double step)
    {
        var first = Math.Ceiling((low / step) - 1e-9);
        var digits = Math.Clamp(3 - (int)Math.Floor(Math.Log10(step)), 0, 15); // without the 0.30000000000000004 of a sum
        return Enumerable.Range(0, 201).Select(i => (first + i) * step).TakeWhile(at => at <= high + (step * 1e-9)).Select(at => (at, Number(Math.Round(at, digits))));
    }

    // 1, 2 or 5 times a power of ten: the smallest that gives no more ticks than wanted.
    private static double Step(double length, double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(length / most)));
        return ((double[])[1, 2, 5, 10]).First(factor => factor == 10 || length / most <= power * factor * 1.0001) * power;
    }
}
