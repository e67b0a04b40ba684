using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Lethe.Interactive.Formatting;

/// <summary>The numbers of a chart that the kit cannot draw, for viewers that run no script.</summary>
public static class ChartTable
{
    /// <summary>A table a trace: its lists side by side, the rows of a matrix one below the other.</summary>
    /// <param name="figure">With <c>data</c>, from whoever made it: nothing in it stands on the page but as text.</param>
    public static string Html(JsonObject figure)
    {
        var html = new StringBuilder("<p>This chart needs a viewer that runs scripts. These are its numbers.</p>\n");
        foreach (var (i, trace) in (figure["data"] as JsonArray ?? []).OfType<JsonObject>().Index())
        {
            var columns = trace.SelectMany(static property => property.Value is JsonArray list ? Columns(property.Key, list) : []).Take(TableFormat.Columns).ToList();
            if (columns.Count > 0)
            {
                Append(html, trace["name"]?.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"{trace["type"] ?? "trace"} {i + 1}"), columns);
            }
        }
        return TableStyle.Wrap(html.ToString());
    }

    private static IEnumerable<(string Name, List<string> Cells)> Columns(string name, JsonArray list) => list.OfType<JsonArray>().Select(static row => row.Count).DefaultIfEmpty(0).Max() is > 0 and var width
        ? Enumerable.Range(0, width).Select(column => ($"{name} {column.ToString(CultureInfo.InvariantCulture)}", list.Select(row => Cell((row as JsonArray)?.ElementAtOrDefault(column))).ToList()))
        : list.Any(static value => value is JsonValue) ? [(name, list.Select(Cell).ToList())] : [];

    private static string Cell(JsonNode? value) => value is JsonValue ? value.ToString() : "";

    private static void Append(StringBuilder html, string name, List<(string Name, List<string> Cells)> columns)
    {
        var count = columns.Max(static column => column.Cells.Count);
        html.Append($"<div class=\"scroll\"><table><caption>{Experiments.Html.Escape(name)}</caption>\n<thead><tr>");
        columns.ForEach(column => html.Append($"<th scope=\"col\">{Experiments.Html.Escape(column.Name)}</th>"));
        html.Append("</tr></thead>\n<tbody>\n");
        for (var row = 0; row < Math.Min(count, TableFormat.Rows); row++)
        {
            html.Append("<tr>");
            columns.ForEach(column => html.Append($"<td>{Experiments.Html.Escape(row < column.Cells.Count ? column.Cells[row] : "")}</td>"));
            html.Append("</tr>\n");
        }
        html.Append("</tbody></table></div>\n");
        if (count > TableFormat.Rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"quiet\">{TableFormat.Rows} of {count} rows.</p>\n");
        }
    }
}
