using System.Globalization;
using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>One axis: from values to pixels.</summary>
/// <param name="id">As traces name it: <c>x</c>, <c>y2</c>.</param>
/// <param name="settings">Of the layout.</param>
internal sealed class Axis(string id, JsonElement settings)
{
    private readonly Dictionary<string, int> places = [];
    private bool isMeasured;

    public string Id { get; } = id;

    public JsonElement Settings { get; } = settings;

    public bool IsX => Id[0] == 'x';

    public AxisKind Kind { get; private set; }

    /// <summary>The names on an axis of categories, in order.</summary>
    public IReadOnlyCollection<string> Categories => places.Keys;

    /// <summary>What the data need.</summary>
    public AxisExtent Extent { get; } = new();

    public double From { get; private set; }

    public double To { get; private set; } = 1;

    /// <summary>Along the axis: its first and its last pixel; for y, the lower edge comes first.</summary>
    public (double From, double To) Pixels { get; private set; } = (0, 1);

    public double Length => Math.Abs(Pixels.To - Pixels.From);

    public IReadOnlyList<Tick> Ticks { get; private set; } = [];

    public bool IsVisible => Settings.Flag("visible") ?? true;

    /// <summary>Unless the settings say otherwise.</summary>
    public bool HasGrid { get; set; } = true;

    /// <summary>Left or bottom is false.</summary>
    public bool IsOpposite => Settings.Text("side") == (IsX ? "top" : "right");

    public string Title => Settings.Text("title.text") ?? "";

    /// <summary>The part of the figure that it spans, from 0 to 1.</summary>
    public (double From, double To) Domain { get; } = settings.Items("domain") is [var from, var to] && from.Value() is >= 0 and < 1 and var low && to.Value() is > 0 and <= 1 and var high && high > low ? (low, high) : (0, 1);

    /// <summary>The values that traces will place on this axis; decides what kind it is.</summary>
    /// <returns>False if they are dates, which are not drawn.</returns>
    public bool Measure(IEnumerable<JsonElement> values)
    {
        var all = values.Where(static value => value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)).ToList();
        var words = all.Where(static value => value.IsWord()).ToList();
        Kind = Settings.Text("type") switch
        {
            "log" => AxisKind.Log,
            "linear" => AxisKind.Linear,
            "category" => AxisKind.Category,
            _ => words.Count > 0 ? AxisKind.Category : AxisKind.Linear,
        };
        if (Settings.Text("type") is "date" or "multicategory" || (Kind == AxisKind.Category && words.Count > 0 && words.All(static word => word.Label() is [_, _, _, _, '-', ..] label && DateTime.TryParse(label, CultureInfo.InvariantCulture, out _))))
        {
            return false;
        }
        if (Kind == AxisKind.Category)
        {
            var listed = Settings.Items("categoryarray");
            foreach (var name in listed.Concat(all).Select(static value => value.Label()))
            {
                places.TryAdd(name, places.Count);
            }
        }
        isMeasured = true;
        return true;
    }

    /// <summary>Where a value lies on the axis, after taking logarithms; NaN if nowhere.</summary>
    public double Place(JsonElement value) => Kind switch
    {
        AxisKind.Category => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? double.NaN : places.TryGetValue(value.Label(), out var place) ? place : value.Value(),
        AxisKind.Log => Place(value.Value()),
        _ => value.Value(),
    };

    public double Place(double value) => Kind != AxisKind.Log ? value : value > 0 ? Math.Log10(value) : double.NaN;

    public double Pixel(double place) => Pixels.From + ((place - From) / (To - From) * (Pixels.To - Pixels.From));

    /// <summary>Settles the range, from the settings or from what the data need.</summary>
    public void SetRange()
    {
        if (!isMeasured)
        {
            Measure([]);
        }
        (From, To) = Extent.Range(Kind, Settings, places.Count);
    }

    /// <summary>Widens the range around its middle, so that a pixel is worth as much as on another axis.</summary>
    public void Stretch(double factor)
    {
        var (middle, half) = ((From + To) / 2, (To - From) / 2 * factor);
        (From, To) = (middle - half, middle + half);
    }

    public void SetPixels(double from, double to) => Pixels = (from, to);

    public void SetTicks(double fontSize) => Ticks = AxisTicks.Of(this, fontSize);
}
