using System.Text.Json.Nodes;
using Lethe.Interactive.Formatting.Stills;

namespace Lethe.Interactive.Charts;

/// <summary>
/// One range for an axis of several charts: a change in the data must not look like none because the axis has changed with them.
/// </summary>
internal static class SharedRange
{
    /// <param name="layout">Of the joined chart; gets the ranges that its axes do not have.</param>
    public static void Set(JsonObject layout, IEnumerable<JsonObject> figures)
    {
        List<IReadOnlyDictionary<string, StillAxis>> read = [];
        try
        {
            foreach (var figure in figures)
            {
                using var one = new StillFigure(figure);
                read.Add(one.Axes);
            }
        }
        catch (FormatException)
        {
            return; // not drawn by the kit: plotly finds a range for each
        }
        foreach (var id in read[0].Keys)
        {
            var axes = read.Select(figure => figure.GetValueOrDefault(id)).OfType<StillAxis>().ToList();
            var isLog = axes.FirstOrDefault()?.IsLog;
            if (
                axes.Count == read.Count
                && axes.All(axis => !axis.HasNames && axis.Settings.Items("range").Count == 0 && axis.IsLog == isLog)
            )
            {
                Set(layout, $"{id[0]}axis{id[1..]}", axes);
            }
        }
    }

    private static void Set(JsonObject layout, string name, IReadOnlyList<StillAxis> axes)
    {
        var isReversed = axes[0].Range.From > axes[0].Range.To;
        var low = axes.Min(static axis => Math.Min(axis.Range.From, axis.Range.To));
        var high = axes.Max(static axis => Math.Max(axis.Range.From, axis.Range.To));
        if (layout[name] is not JsonObject settings)
        {
            layout[name] = settings = [];
        }
        settings.Remove("autorange");
        settings["range"] = isReversed ? new JsonArray(high, low) : new JsonArray(low, high);
    }
}
