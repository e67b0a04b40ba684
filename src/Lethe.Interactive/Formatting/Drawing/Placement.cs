using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>Where shapes, annotations and images stand: on an axis, on an axis' length, or on the paper.</summary>
/// <param name="figure">Its axes.</param>
/// <param name="plot">The paper.</param>
internal sealed class Placement(Figure figure, Box plot)
{
    /// <summary>A pixel across; NaN if there is no such place.</summary>
    public double X(JsonElement item, string property, string? reference = null) => At(item.At(property), reference ?? item.Text("xref") ?? "x", plot.Left, plot.Right);

    /// <summary>A pixel down; NaN if there is no such place.</summary>
    public double Y(JsonElement item, string property, string? reference = null) => At(item.At(property), reference ?? item.Text("yref") ?? "y", plot.Bottom, plot.Top);

    /// <summary>Pixels that a length takes.</summary>
    public double Length(JsonElement item, string property, string reference, bool isX)
    {
        var length = item.Number(property) ?? 0;
        return AxisOf(reference) is not { } axis ? Math.Abs(length) * (isX ? plot.Width : plot.Height)
            : Math.Abs(length) * (reference.EndsWith(" domain", StringComparison.Ordinal) ? axis.Length : axis.Length / Math.Abs(axis.To - axis.From));
    }

    private double At(JsonElement value, string reference, double from, double to)
    {
        if (AxisOf(reference) is not { } axis)
        {
            return reference == "paper" ? from + (value.Value() * (to - from)) : double.NaN;
        }
        return reference.EndsWith(" domain", StringComparison.Ordinal) ? axis.Pixels.From + (value.Value() * (axis.Pixels.To - axis.Pixels.From)) : axis.Pixel(axis.Place(value));
    }

    private Axis? AxisOf(string reference) => figure.Axes.GetValueOrDefault(reference.Split(' ')[0]);
}
