using System.Text.Json.Nodes;
using Lethe.Interactive.Formatting.Stills;

namespace Lethe.Interactive.Charts;

/// <summary>One range for an axis of several charts: a change in the data must not look like none because the axis has changed with them.</summary>
internal static class SharedRange
{
    /// <param name="layout">Of the joined chart; gets the ranges that its axes do not have.</param>
    /// <param name="figures">The charts.</param>
    public static void Set(JsonObject layout, IEnumerable<JsonObject> figures)
    {
        var read = figures.Select(StillFigure.Read).ToList();
        if (read.Contains(null))
        {
            return; // not drawn by the kit: plotly finds a range for each
        }
        foreach (var id in read[0]!.Axes.Keys)
        {
            var axes = read.Select(figure => figure!.Axes.GetValueOrDefault(id)).OfType<StillAxis>().ToList();
            if (axes.Count < read.Count || axes.Any(static axis => axis.Categories.Count > 0 || axis.Settings.Items("range").Count > 0) || axes.Select(static axis => axis.IsLog).Distinct().Count() > 1)
            {
                continue;
            }
            var isReversed = axes[0].Range.From > axes[0].Range.To;
            var (low, high) = (axes.Min(static axis => Math.Min(axis.Range.From, axis.Range.To)), axes.Max(static axis => Math.Max(axis.Range.From, axis.Range.To)));
            var name = $"{id[0]}axis{id[1..]}";
            var settings = layout[name] as JsonObject ?? [];
            settings.Remove("autorange");
            settings["range"] = isReversed ? new JsonArray(high, low) : new JsonArray(low, high);
            if (settings.Parent is null)
            {
                layout[name] = settings;
            }
        }
        read.ForEach(static figure => figure!.Dispose());
    }
}
