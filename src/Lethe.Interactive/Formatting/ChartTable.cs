using System.Text.Json.Nodes;
using Deedle;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Interactive.Formatting;

/// <summary>The numbers of a chart that the kit cannot draw, for viewers that run no script.</summary>
public static class ChartTable
{
    /// <summary>A table a trace, with its lists side by side and each column of a matrix.</summary>
    /// <param name="figure">With <c>data</c>, from whoever made it: nothing in it stands on the page but as text.</param>
    public static string Html(JsonObject figure) =>
        "<p>This chart needs a viewer that runs scripts. These are its numbers.</p>\n"
        + string.Concat((figure["data"] as JsonArray ?? []).OfType<JsonObject>().Select(Table));

    private static string Table(JsonObject trace)
    {
        var columns = trace.SelectMany(static property => property.Value is JsonArray list ? Columns(property.Key, list) : []).ToList();
        Html name = $"<p>{(trace["name"] ?? trace["type"])?.ToString() ?? "trace"}</p>\n";
        return columns.Count == 0 ? "" : name + TableFormat.Html(Frame.FromColumns(columns));
    }

    private static IEnumerable<KeyValuePair<string, Series<int, object>>> Columns(string name, JsonArray list)
    {
        var width = list.Max(static row => (row as JsonArray)?.Count) ?? 0;
        return width == 0
            ? [new(name, Column(list, static value => value))]
            : Enumerable
                .Range(0, width)
                .Select(i => KeyValuePair.Create(Invariant($"{name} {i}"), Column(list, row => (row as JsonArray)?.ElementAtOrDefault(i))));
    }

    private static Series<int, object> Column(JsonArray list, Func<JsonNode?, JsonNode?> cell) =>
        list.Index().Select(row => KeyValuePair.Create(row.Index, Cell(cell(row.Item)))).ToSeries();

    private static object Cell(JsonNode? cell) =>
        cell is not JsonValue value ? ""
        : value.TryGetValue<double>(out var number) ? number
        : value.ToString();
}
