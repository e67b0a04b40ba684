using System.Text.Json.Nodes;

namespace Lethe.Interactive.Widgets;

/// <summary>How far something is. It follows while the cell runs that sets it.</summary>
public sealed class ProgressBar : Control
{
    private readonly double most;

    /// <param name="most">Where it is over; it begins at 0.</param>
    /// <exception cref="ArgumentException">Nothing lies between.</exception>
    public ProgressBar(double most)
        : base("FloatProgress", "Progress")
    {
        this.most =
            most > 0 && double.IsFinite(most) ? most : throw new ArgumentException($"A progress bar needs an end above 0, not {most}.");
        Set("min", (JsonNode)0.0);
        Set("max", (JsonNode)most);
        Set("bar_style", (JsonNode)"");
        Set("orientation", (JsonNode)"horizontal");
        Value = 0;
    }

    /// <summary>From 0 to the end.</summary>
    public double Value
    {
        get;
        set => Set("value", (JsonNode)(field = Math.Clamp(double.IsNaN(value) ? 0 : value, 0, most)));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"[ProgressBar{(Label.Length > 0 ? $" {Label}" : "")}: {SliderNumbers.Text(Value)} of {SliderNumbers.Text(most)}]";

    internal override Html Still() => Row($"{Track(0, Value / most)}<span class=\"value\">{Value / most * 100:0} %</span>");
}
