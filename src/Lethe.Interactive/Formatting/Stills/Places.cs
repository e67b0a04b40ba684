using System.Text.Json;
using ScottPlot;
using ScottPlot.Plottables;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Where the values of a trace lie.</summary>
internal static class Places
{
    /// <summary>Places across and up; a list that is not there counts 0, 1, 2, …</summary>
    public static (double[] X, double[] Y) Of(JsonElement trace, StillPanel panel)
    {
        var (xs, ys) = (trace.Items("x"), trace.Items("y"));
        double[] x = xs.Count > 0 ? [.. xs.Select(panel.X.Place)] : [.. ys.Select(static (_, i) => (double)i)];
        double[] y = ys.Count > 0 ? [.. ys.Select(panel.Y.Place)] : [.. xs.Select(static (_, i) => (double)i)];
        var count = Math.Min(x.Length, y.Length);
        return (x[..count], y[..count]);
    }

    /// <summary>Error bars in both directions.</summary>
    /// <exception cref="FormatException">They are of a kind that is not known.</exception>
    public static void DrawErrors(JsonElement trace, StillPanel panel, double[] x, double[] y, Color colour)
    {
        foreach (var (name, axis) in (ReadOnlySpan<(string, StillAxis)>)[("error_x", panel.X), ("error_y", panel.Y)])
        {
            var settings = trace.At(name);
            if (settings.ValueKind != JsonValueKind.Object || settings.Flag("visible") == false)
            {
                continue;
            }
            if (settings.Text("type") is not (null or "data") || settings.Flag("symmetric") == false || axis.IsLog)
            {
                throw new FormatException("Error bars of this kind are not known.");
            }
            double[] lengths =
            [
                .. x.Select((_, i) => settings.Each("array", i).Value()).Select(static length => double.IsFinite(length) ? length : 0),
            ];
            foreach (var (length, value) in lengths.Zip(name == "error_x" ? x : y))
            {
                axis.Extend(value - length, isPadded: true);
                axis.Extend(value + length, isPadded: true);
            }
            var (across, up) = name == "error_x" ? (lengths, (double[]?)null) : (null, lengths);
            panel.Plot.PlottableList.Add(
                new ErrorBar(x, y, across, across, up, up)
                {
                    LineColor = StillColour.Parse(settings.Text("color")) ?? colour,
                    LineWidth = (float)(settings.Number("thickness") ?? 1.5),
                    CapSize = (float)(settings.Number("width") ?? 4),
                }
            );
        }
    }
}
