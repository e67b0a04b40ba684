using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>An axis of a figure: where its values lie and how far it reaches. On a logarithmic one, places are logarithms; on one of names, their numbers.</summary>
internal sealed partial class StillAxis
{
    // As much as plotly leaves between the outermost mark and the edge.
    private const double Padding = 0.055;

    // Ranges to either side.
    private const double Farthest = 1000;

    private readonly List<string> categories = [];
    private readonly bool isNamed;
    private double low = double.PositiveInfinity;
    private double high = double.NegativeInfinity;
    private double lowPadded = double.PositiveInfinity;
    private double highPadded = double.NegativeInfinity;

    private StillAxis(string id, JsonElement settings, bool isNamed)
    {
        (Id, Settings, this.isNamed) = (id, settings, isNamed);
        Domain = settings.Items("domain") is [var from, var to] && from.Value() is >= 0 and < 1 and var start && to.Value() is <= 1 and var end && end > start ? (start, end) : (0, 1);
    }

    /// <summary><c>x</c>, <c>y2</c>, …, as traces name it.</summary>
    public string Id { get; }

    public bool IsX => Id[0] == 'x';

    public JsonElement Settings { get; }

    public bool IsLog => Settings.Text("type") == "log";

    public bool IsVisible => Settings.Flag("visible") ?? true;

    /// <summary>Whether lines may stand at its marks: bars are their own grid.</summary>
    public bool HasGrid { get; set; } = true;

    public IReadOnlyList<string> Categories => categories;

    /// <summary>Its part of the picture's width or height, from the left or from below.</summary>
    public (double From, double To) Domain { get; }

    /// <summary>From the left or lower end to the other; the first may be the larger.</summary>
    public (double From, double To) Range { get; private set; }

    /// <param name="id">As traces name it.</param>
    /// <param name="layout">Of the figure.</param>
    /// <param name="values">All that is to be shown along it.</param>
    /// <returns>Null if it is of a kind that cannot be drawn: dates, or a second axis over another.</returns>
    public static StillAxis? Read(string id, JsonElement layout, IReadOnlyList<JsonElement> values)
    {
        var settings = layout.At($"{id[0]}axis{id[1..]}");
        var type = settings.Text("type");
        var words = values.Where(static value => value.IsWord()).ToList();
        var isDated = type == "date" || (type is null or "-" && words.Any(static word => Date().IsMatch(word.Label())));
        return isDated || type == "multicategory" || settings.Text("overlaying") is not null || settings.Text("rangebreaks") is not null ? null
            : new(id, settings, type == "category" || (type is null or "-" && words.Count > 0));
    }

    /// <summary>Where a value lies; NaN if nowhere.</summary>
    public double Place(JsonElement value)
    {
        if (!isNamed || value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return Place(value.Value());
        }
        var name = value.Label();
        if (!categories.Contains(name))
        {
            categories.Add(name);
        }
        return categories.IndexOf(name);
    }

    /// <summary>The same, of a number.</summary>
    public double Place(double value) => !IsLog || isNamed ? value : value > 0 ? Math.Log10(value) : double.NaN;

    /// <summary>The place, or one so far beyond the range that nobody sees the difference: with larger numbers, a picture fails.</summary>
    public double Near(double place)
    {
        var (middle, reach) = ((Range.From + Range.To) / 2, Math.Abs(Range.To - Range.From) * Farthest);
        return Math.Clamp(place, middle - reach, middle + reach);
    }

    /// <param name="place">Which has to be seen; NaN counts for nothing.</param>
    /// <param name="isPadded">Whether there must be room between it and the edge of the plot.</param>
    public void Extend(double place, bool isPadded)
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

    /// <summary>Finds the range, after all traces have extended it.</summary>
    public void Settle()
    {
        if (Settings.Items("range") is [var first, var last] && first.Value() is var from && last.Value() is var to && double.IsFinite(from + to) && from != to)
        {
            Range = (from, to); // plotly, too, wants logarithms here
            return;
        }
        var (start, end) = Found();
        Range = Settings.Text("autorange")?.Contains("reversed", StringComparison.Ordinal) == true ? (end, start) : (start, end);
    }

    private (double From, double To) Found()
    {
        if (low > high)
        {
            return isNamed ? (-0.5, Math.Max(categories.Count, 1) - 0.5) : (-1, 6);
        }
        var isFromZero = Settings.Text("rangemode") is "tozero" or "nonnegative" && !IsLog && !isNamed;
        var (start, end) = isFromZero ? (Math.Min(low, 0), Math.Max(high, 0)) : (low, high);
        if (start == end)
        {
            var room = IsLog ? 0.5 : Math.Max(1, Math.Abs(start) * 1e-9);
            return (start - room, end + room);
        }
        var padding = (end - start) * Padding;
        // None where the outermost thing may touch the edge, as the foot of a bar does.
        return (isFromZero && start == 0 ? 0 : Math.Min(start, lowPadded - padding), isFromZero && end == 0 ? 0 : Math.Max(end, highPadded + padding));
    }

    [GeneratedRegex(@"^\s*\d{4}-\d\d?(-\d|\s*$)")]
    private static partial Regex Date();
}
