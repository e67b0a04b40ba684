using System.Text.Json;
using ScottPlot;
using ScottPlot.Plottables;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>The error bars of a trace in one direction.</summary>
/// <param name="settings">plotly's <c>error_x</c> or <c>error_y</c>.</param>
/// <param name="values">Of the trace along that axis, before any logarithm.</param>
/// <param name="axis">Along which they lie.</param>
internal sealed class StillErrors(JsonElement settings, IReadOnlyList<double> values, StillAxis axis)
{
    private bool IsVisible => settings.ValueKind == JsonValueKind.Object && settings.Flag("visible") != false;

    /// <summary>Makes room for them.</summary>
    public void Extend()
    {
        for (var i = 0; IsVisible && i < values.Count; i++)
        {
            axis.Extend(axis.Place(values[i] + Length(i, "array")), isPadded: true);
            axis.Extend(axis.Place(values[i] - Length(i, "arrayminus")), isPadded: true);
        }
    }

    /// <summary>Adds them to a panel.</summary>
    public void Draw(StillPanel panel, IReadOnlyList<double> xs, IReadOnlyList<double> ys, Color colour)
    {
        if (!IsVisible)
        {
            return;
        }
        var known = Enumerable.Range(0, values.Count).Where(i => double.IsFinite(xs[i] + ys[i]) && Length(i, "array") > 0).ToList();
        double[] up = [.. known.Select(i => Reach(values[i], Length(i, "array")))];
        double[] down = [.. known.Select(i => -Reach(values[i], -Length(i, "arrayminus")))];
        double[] x = [.. known.Select(i => xs[i])], y = [.. known.Select(i => ys[i])];
        panel.Add(new ErrorBar(x, y, axis.IsX ? up : null, axis.IsX ? down : null, axis.IsX ? null : up, axis.IsX ? null : down)
        {
            LineColor = PlotlyColour.Parse(settings.Text("color")) ?? colour,
            LineWidth = (float)(settings.Number("thickness") ?? 1.5),
            CapSize = (float)(settings.Number("width") ?? 4),
        });
    }

    // On a logarithmic axis, what reaches below nothing has no end to show.
    private double Reach(double value, double length) => axis.Near(axis.Place(value + length)) - axis.Near(axis.Place(value)) is var reach && double.IsFinite(reach) ? reach : 0;

    // Below as above, unless it says otherwise.
    private double Length(int i, string side)
    {
        var name = side == "arrayminus" && settings.Flag("symmetric") == false ? side : "array";
        var length = settings.Text("type") switch
        {
            "percent" => Math.Abs(values[i]) * (settings.Number("value") ?? 10) / 100,
            "constant" => settings.Number("value") ?? 0,
            "sqrt" => Math.Sqrt(Math.Abs(values[i])),
            _ => settings.Items(name) is var list && i < list.Count ? list[i].Value() : double.NaN,
        };
        return double.IsFinite(length) ? Math.Abs(length) : 0;
    }
}
