namespace Lethe.Pages;

/// <summary>A table of HTML: rows and columns have headings that a screen reader finds, and a wide one scrolls in its place.</summary>
internal static class HtmlTable
{
    /// <param name="head">The columns' headings, with the one above the rows' headings; none for a table without.</param>
    /// <param name="caption">Stands above; null for none.</param>
    /// <param name="css">The table's class; null for none.</param>
    public static Html Of(IReadOnlyList<HtmlCell> head, IEnumerable<HtmlRow> rows, Html? caption = null, string? css = null)
    {
        Html table = $"<div class=\"scroll\"><table{Html.Attribute("class", css)}>\n";
        if (caption is not null)
        {
            table.Add($"<caption>{caption}</caption>\n");
        }
        if (head.Count > 0)
        {
            table.Add($"<thead><tr>{head.Select(static cell => Heading(cell, "col"))}</tr></thead>\n");
        }
        return table.Add($"<tbody>\n{rows.Select(Row)}</tbody></table></div>\n");
    }

    private static Html Row(HtmlRow row) =>
        $"<tr{Html.Attribute("class", row.Class)}>{Heading(row.Head, "row")}{row.Cells.Select(static cell => Cell("td", cell))}</tr>\n";

    private static Html Heading(HtmlCell cell, string scope) => Cell(cell.Content.IsEmpty ? "th" : $"th scope=\"{scope}\"", cell);

    private static Html Cell(string start, HtmlCell cell) =>
        $"<{Html.Raw(start)}{Html.Attribute("class", cell.Class)}{Html.Attribute("title", cell.Title)}"
        + $"{Html.Attribute("colspan", cell.Span > 1 ? $"{cell.Span}" : null)}>{cell.Content}</{start[..2]}>";
}
