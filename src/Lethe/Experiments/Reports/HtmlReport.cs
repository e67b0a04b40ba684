using Lethe.Experiments.Tables;
using Lethe.Pages;

namespace Lethe.Experiments.Reports;

/// <summary>All tables on one page.</summary>
public static class HtmlReport
{
    /// <summary>A whole HTML document. Tables of one data set and profile stand together, and the figures that belong to them.</summary>
    public static string Render(IReadOnlyCollection<ResultTable> tables, string title = "Lethe: results beside the published ones")
    {
        var page = new Page(title) { Style = Page.StyleSheet("report") }
            .Add($"<h1>{title}</h1>\n")
            .Add(Summary(tables));
        foreach (var together in tables.GroupBy(table => (table.Experiment, table.Dataset, table.Profile)))
        {
            page.Section($"{together.First().DatasetTitle}, {together.Key.Profile} profile");
            foreach (var table in together)
            {
                page.Add($"<h3>{table.Title}</h3>\n{ResultHtml.Blocks(table)}{ResultHtml.Foot(table)}");
            }
            foreach (var (heading, svg) in together.Select(static table => table.Appendix).OfType<(string, string)>())
            {
                page.Add($"<h3>{heading}</h3>\n<div class=\"charts\">\n{Html.Raw(svg)}</div>\n");
            }
        }
        return page.Render();
    }

    private static Html Summary(IReadOnlyCollection<ResultTable> tables)
    {
        if (tables.Count == 0)
        {
            return $"<p>There are no records.</p>\n";
        }
        List<ResultStatus> compared =
        [
            .. from table in tables from row in table.Rows from cell in row.Cells where cell.Published is not null select cell.Status,
        ];
        var counts = Enum.GetValues<ResultStatus>()
            .Select(status => (Html)$"<li>{ResultHtml.Chip(status)} {compared.Count(one => one == status)}</li>\n");
        return $"<p>Of {compared.Count} published numbers:</p>\n<ul class=\"summary\">\n{counts}</ul>\n";
    }
}
