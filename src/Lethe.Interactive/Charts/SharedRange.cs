using System.Text.Json.Nodes;
using Lethe.Interactive.Formatting;
using Lethe.Interactive.Formatting.Drawing;

namespace Lethe.Interactive.Charts;

/// <summary>One range for an axis of several charts: a change in the data must not look like none because the axis has changed with them.</summary>
internal static class SharedRange
{
    /// <param name="layout">Of the joined chart; gets the ranges that its axes do not have.</param>
    /// <param name="figures">The charts.</param>
    public static void Set(JsonObject layout, IEnumerable<JsonObject> figures)
    {
        var read = figures.Select(Figure.Read).ToList();
        if (read.Any(static figure => figure is null))
        {
            return; // not drawn by the kit: plotly finds a range for each
        }
        foreach (var figure in read)
        {
            _ = new PlotArea(figure!, StaticImage.Width, ChartFigure.DefaultHeight); // settles the ranges
        }
        foreach (var id in read[0]!.Axes.Keys)
        {
            var axes = read.Select(figure => figure!.Axes.GetValueOrDefault(id)).OfType<Axis>().ToList();
            if (axes.Count < read.Count || axes.Any(static axis => axis.Kind == AxisKind.Category || axis.Settings.Items("range").Count > 0) || axes.Select(static axis => axis.Kind).Distinct().Count() > 1)
            {
                continue;
            }
            var isReversed = axes[0].From > axes[0].To;
            var (low, high) = (axes.Min(static axis => Math.Min(axis.From, axis.To)), axes.Max(static axis => Math.Max(axis.From, axis.To)));
            var name = $"{id[0]}axis{id[1..]}";
            var settings = layout[name] as JsonObject ?? [];
            settings.Remove("autorange");
            settings["range"] = isReversed ? new JsonArray(high, low) : new JsonArray(low, high);
            if (settings.Parent is null)
            {
                layout[name] = settings;
            }
        }
    }
}
