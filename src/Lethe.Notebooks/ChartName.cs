namespace Lethe.Notebooks;

/// <summary>What a chart is called by those who do not see it.</summary>
internal static partial class ChartName
{
    /// <returns>Its title without marks, or else the names of its axes.</returns>
    public static string Of(JsonObject layout)
    {
        var title = Text(layout["title"]);
        var axes = string.Join(
            " and ",
            ((JsonNode?[])[layout["xaxis"]?["title"], layout["yaxis"]?["title"]]).Select(Text).Where(static name => name.Length > 0)
        );
        return title.Length > 0 ? title
            : axes.Length > 0 ? $"Chart of {axes}"
            : "Chart";
    }

    private static string Text(JsonNode? title) =>
        Marks().Replace((title is JsonObject ? title["text"] : title)?.ToString() ?? "", " ").Trim();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Marks();
}
