using System.Text.Json;

namespace Lethe.Interactive.Formatting.Drawing;

/// <summary>One trace: what room it needs, and its picture.</summary>
/// <param name="trace">Its JSON.</param>
/// <param name="x">Its axis.</param>
/// <param name="y">Its axis.</param>
/// <param name="colour">The palette's, for a trace that names none.</param>
internal abstract class TraceDrawing(JsonElement trace, Axis x, Axis y, Colour colour)
{
    public JsonElement Trace { get; } = trace;

    public Axis X { get; } = x;

    public Axis Y { get; } = y;

    /// <summary>In the legend.</summary>
    public string Name { get; init; } = "";

    /// <summary>The colour that stands for the whole trace.</summary>
    public virtual Colour Colour => Colour.Parse(Trace.Text("marker.color")) ?? Colour.Parse(Trace.Text("line.color")) ?? colour;

    public double Opacity => Trace.Number("opacity") ?? 1;

    public virtual bool CanBeInLegend => true;

    /// <summary>A bar that explains this trace's colours, if it has one.</summary>
    public virtual ColourBar? ColourBar => null;

    /// <summary>Tells the axes how far the data reach.</summary>
    public abstract void Extend();

    /// <summary>Draws within <paramref name="plot"/>.</summary>
    public abstract void Draw(SvgCanvas canvas, Box plot);

    /// <summary>The mark before its name in the legend.</summary>
    public virtual void DrawSample(SvgCanvas canvas, Box box) => canvas.Rectangle(box, new(Colour));

    /// <summary>Where the data lie on an axis; without data, their numbers.</summary>
    protected double[] Places(string property, Axis axis, int count)
    {
        var values = Trace.Items(property);
        if (values.Count > 0)
        {
            return [.. values.Select(axis.Place)];
        }
        var (start, step) = (Trace.Number($"{property}0") ?? 0, Trace.Number($"d{property}") ?? 1);
        return [.. Enumerable.Range(0, count).Select(i => start + (i * step))];
    }
}
