using System.Text.Json;
using System.Text.RegularExpressions;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>
/// An axis of a figure: where its values lie and how far it reaches. On a logarithmic one, places are logarithms; on one of names, numbers.
/// </summary>
internal sealed partial class StillAxis
{
    // As much as plotly leaves between the outermost mark and the edge.
    private const double Padding = 0.055;

    private readonly List<string> names = [];
    private readonly bool isNamed;
    private (double Low, double High) reach = (double.PositiveInfinity, double.NegativeInfinity);
    private (double Low, double High) padded = (double.PositiveInfinity, double.NegativeInfinity);

    /// <param name="id"><c>x</c>, <c>y2</c>, …, as traces name it.</param>
    /// <param name="values">All that is to be shown along it.</param>
    /// <exception cref="FormatException">It is one of dates, or lies over another.</exception>
    public StillAxis(string id, JsonElement layout, IEnumerable<JsonElement> values)
    {
        (Id, Settings) = (id, layout.At($"{id[0]}axis{id[1..]}"));
        var words = values.Where(static value => value.IsWord()).ToList();
        isNamed = Type is null or "-" ? words.Count > 0 : Type == "category";
        if (
            Type is not (null or "-" or "linear" or "log" or "category")
            || Settings.Text("overlaying") is not null
            || (Type != "category" && words.Any(static word => Date().IsMatch(word.Label())))
        )
        {
            throw new FormatException($"The axis {id} is of a kind that is not known.");
        }
        Domain =
            Settings.Items("domain") is [var from, var to] && from.Value() >= 0 && to.Value() <= 1 && from.Value() < to.Value()
                ? (from.Value(), to.Value())
                : (0, 1);
    }

    public string Id { get; }

    public JsonElement Settings { get; }

    public bool IsLog => Type == "log";

    public bool IsVisible => Settings.Flag("visible") ?? true;

    /// <summary>Whether lines stand at its marks; bars are their own grid.</summary>
    public bool HasGrid { get; set; } = true;

    /// <summary>Whether values are names.</summary>
    public bool HasNames => names.Count > 0;

    /// <summary>Its part of the picture's width or height, from the left or from below.</summary>
    public (double From, double To) Domain { get; }

    /// <summary>From the left or lower end to the other; the first may be the larger.</summary>
    public (double From, double To) Range { get; private set; }

    private string? Type => Settings.Text("type");

    /// <summary>Where a value lies; NaN if nowhere.</summary>
    public double Place(JsonElement value)
    {
        if (!isNamed || value.Label().Length == 0)
        {
            return IsLog ? Math.Log10(value.Value()) : value.Value();
        }
        if (!names.Contains(value.Label()))
        {
            names.Add(value.Label());
        }
        return names.IndexOf(value.Label());
    }

    /// <param name="place">Which has to be seen; what is not finite counts for nothing.</param>
    /// <param name="isPadded">Whether there must be room between it and the edge of the plot.</param>
    public void Extend(double place, bool isPadded)
    {
        if (double.IsFinite(place))
        {
            reach = (Math.Min(reach.Low, place), Math.Max(reach.High, place));
            padded = isPadded ? (Math.Min(padded.Low, place), Math.Max(padded.High, place)) : padded;
        }
    }

    /// <summary>Finds the range, after all traces have extended it.</summary>
    public void Settle()
    {
        var (low, high) = reach.Low > reach.High ? (-0.5, Math.Max(1, names.Count) - 0.5) : reach;
        var isFromZero = Settings.Text("rangemode") is "tozero" or "nonnegative" && !IsLog;
        (low, high) = isFromZero ? (Math.Min(low, 0), Math.Max(high, 0)) : (low, high);
        var room = high > low ? (high - low) * Padding : Math.Max(1, Math.Abs(low) * 1e-9);
        // None where the outermost thing may touch the edge, as the foot of a bar does.
        Range =
            high == low
                ? (low - room, high + room)
                : (
                    isFromZero && low == 0 ? 0 : Math.Min(low, padded.Low - room),
                    isFromZero && high == 0 ? 0 : Math.Max(high, padded.High + room)
                );
        Range = Settings.Text("autorange") == "reversed" ? (Range.To, Range.From) : Range;
        if (Settings.Items("range") is [var from, var to] && double.IsFinite(from.Value() + to.Value()) && from.Value() != to.Value())
        {
            Range = (from.Value(), to.Value()); // plotly, too, wants logarithms here
        }
    }

    /// <summary>What is written along it: the layout's marks, names, decades, or round numbers.</summary>
    /// <param name="most">Round numbers, at most.</param>
    public ITickGenerator Ticks(StillText text, double most)
    {
        string Label(string label) => Settings.Flag("showticklabels") ?? true ? text.Of(label) : "";
        var (low, high) = (Math.Min(Range.From, Range.To), Math.Max(Range.From, Range.To));
        if (Settings.Items("tickvals") is { Count: > 0 } values)
        {
            return new NumericManual([.. values.Select((value, i) => new Tick(Place(value), Label(Settings.Each("ticktext", i).Label())))]);
        }
        if (HasNames)
        {
            return new NumericManual([.. names.Select((name, i) => new Tick(i, Label(name)))]);
        }
        if (IsLog)
        {
            int[] parts = high - low <= 2 ? [1, 2, 5] : [1]; // within two decades, more help
            var places = Enumerable
                .Range((int)Math.Floor(low), (int)Math.Min(99, high - low) + 2)
                .SelectMany(decade => parts.Select(part => decade + Math.Log10(part)));
            return new NumericManual([.. places.Select(at => new Tick(at, Label(Number(Math.Pow(10, at)))))]);
        }
        var step = Settings.Number("dtick") is > 0 and var given && (high - low) / given < 99 ? given : Step(high - low, most);
        return new NumericManual([.. Multiples(low, high, step).Select(tick => new Tick(tick.Position, Label(tick.Label)))]);
    }

    /// <summary>Round numbers of a range.</summary>
    public static NumericManual Ticks(double low, double high, double most) => new([.. Multiples(low, high, Step(high - low, most))]);

    // What is left of 0.1 + 0.2 beyond 0.3 is not shown.
    private static IEnumerable<Tick> Multiples(double low, double high, double step) =>
        Enumerable
            .Range(0, 100)
            .Select(i => Math.Round((Math.Ceiling((low / step) - 1e-9) + i) * step, Math.Clamp(3 - (int)Math.Log10(step), 0, 15)))
            .TakeWhile(at => at <= high)
            .Select(static at => new Tick(at, Number(at)));

    // 1, 2 or 5 times a power of ten: the smallest that gives no more marks than wanted.
    private static double Step(double length, double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(length / most)));
        return ((double[])[1, 2, 5, 10]).First(factor => factor == 10 || length / most <= power * factor) * power;
    }

    /// <summary>As many digits as it needs, with a minus as long as a plus, in every culture.</summary>
    public static string Number(double value) =>
        value
            .ToString(Math.Abs(value) is >= 1e6 or (> 0 and < 1e-4) ? "0.###e0" : "0.######", CultureInfo.InvariantCulture)
            .Replace('-', '−');

    [GeneratedRegex(@"^\s*\d{4}-\d\d?(-\d|\s*$)")]
    private static partial Regex Date();
}
