using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>How far the data of one axis reach, and the range that shows them all.</summary>
internal sealed class AxisExtent
{
    // As much as plotly leaves between the outermost mark and the edge.
    private const double Padding = 0.055;

    private double low = double.PositiveInfinity;
    private double high = double.NegativeInfinity;
    private double lowPadded = double.PositiveInfinity;
    private double highPadded = double.NegativeInfinity;

    /// <param name="place">After taking logarithms; NaN counts for nothing.</param>
    /// <param name="isPadded">Whether there must be room between it and the edge of the plot.</param>
    public void Add(double place, bool isPadded)
    {
        if (double.IsFinite(place))
        {
            (low, high) = (Math.Min(low, place), Math.Max(high, place));
            if (isPadded)
            {
                (lowPadded, highPadded) = (Math.Min(lowPadded, place), Math.Max(highPadded, place));
            }
        }
    }

    public (double From, double To) Range(AxisKind kind, JsonElement settings, int categories)
    {
        var isReversed = settings.Text("autorange") is { } auto && auto.Contains("reversed", StringComparison.Ordinal);
        if (settings.Items("range") is [var first, var last] && first.Value() is var from && last.Value() is var to && double.IsFinite(from) && double.IsFinite(to) && from != to)
        {
            return (from, to); // plotly, too, wants logarithms here
        }
        var (start, end) = Found(kind, settings.Text("rangemode"), categories);
        return isReversed ? (end, start) : (start, end);
    }

    private (double From, double To) Found(AxisKind kind, string? mode, int categories)
    {
        var (start, end) = (low, high);
        var isFromZero = mode is "tozero" or "nonnegative" && kind == AxisKind.Linear;
        if (!double.IsFinite(start))
        {
            return kind == AxisKind.Category ? (-0.5, Math.Max(categories, 1) - 0.5) : (-1, 6);
        }
        if (isFromZero)
        {
            (start, end) = (Math.Min(start, 0), Math.Max(end, 0));
        }
        if (start == end)
        {
            var room = kind == AxisKind.Linear ? Math.Max(1, Math.Abs(start) * 1e-9) : 0.5;
            return (start - room, end + room);
        }
        var padding = (end - start) * Padding;
        // None where the outermost thing may touch the edge, as the foot of a bar does.
        return (isFromZero && start == 0 ? 0 : Math.Min(start, lowPadded - padding), isFromZero && end == 0 ? 0 : Math.Max(end, highPadded + padding));
    }
}
