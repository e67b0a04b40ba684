using System.Globalization;
using System.Text;
using Lethe.Experiments.Tables;

namespace Lethe.Experiments.Reports;

/// <summary>All tables on one page that needs no other file: readable on a screen, light or dark, and on paper.</summary>
public static class HtmlReport
{
    /// <summary>A whole HTML document. Tables of one data set and profile stand together, and the figures that belong to them.</summary>
    public static string Render(IReadOnlyCollection<ResultTable> tables, string title = "Lethe: results beside the published ones")
    {
        var text = new StringBuilder();
        text.Append($"<!doctype html>\n<html lang=\"en\">\n<head>\n{PageHead.Of(title, PagePolicy.Still)}");
        text.Append($"<style>\n{Style}</style>\n</head>\n<body>\n<h1>{Html.Escape(title)}</h1>\n");
        Summary(text, tables);
        foreach (var together in tables.GroupBy(table => (table.Experiment, table.Dataset, table.Profile)))
        {
            text.Append($"<section>\n<h2>{Html.Escape(together.First().DatasetTitle)}, {Html.Escape(together.Key.Profile)} profile</h2>\n");
            foreach (var table in together)
            {
                Table(text, table);
            }
            foreach (var (heading, svg) in together.Select(static table => table.Appendix).OfType<(string, string)>())
            {
                text.Append($"<h3>{Html.Escape(heading)}</h3>\n<div class=\"charts\">\n{svg}</div>\n");
            }
            text.Append("</section>\n");
        }
        text.Append("</body>\n</html>\n");
        return text.ToString();
    }

    private static void Summary(StringBuilder text, IReadOnlyCollection<ResultTable> tables)
    {
        if (tables.Count == 0)
        {
            text.Append("<p>There are no records.</p>\n");
            return;
        }
        var compared = tables
            .SelectMany(table => table.Rows)
            .SelectMany(row => row.Cells)
            .Where(cell => cell.Published is not null)
            .ToList();
        text.Append($"<p>Of {Count(compared.Count)} published numbers:</p>\n<ul class=\"summary\">\n");
        foreach (var status in Enum.GetValues<ResultStatus>())
        {
            text.Append($"<li>{HtmlTable.Chip(status)} {Count(compared.Count(cell => cell.Status == status))}</li>\n");
        }
        text.Append("</ul>\n");
    }

    private static void Table(StringBuilder text, ResultTable table)
    {
        text.Append($"<h3>{Html.Escape(table.Title)}</h3>\n");
        HtmlTable.Blocks(text, table);
        HtmlTable.Foot(text, table);
    }

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    private const string Style = """
        :root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #5b6470; --line: #d5dae1; --band: #f4f6f8; --own: #eef4ff;
          --good: #1a7f37; --bad: #b35900; --accent: #0b5cad; }
        @media (prefers-color-scheme: dark) { :root { --paper: #14171b; --ink: #e6e9ed; --soft: #9aa4b0; --line: #333a43; --band: #1b2026; --own: #182538;
          --good: #57c26f; --bad: #f0a04b; --accent: #6cb2ff; } }
        body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 74rem; padding: 0 1rem; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1.05rem; margin-top: 1.8rem; }
        .scroll { overflow-x: auto; margin: 0 0 1.2rem; }
        table { border-collapse: collapse; font-size: .87rem; min-width: 100%; }
        caption { text-align: left; font-weight: 600; padding: .3rem 0; }
        th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
        thead th { border-bottom: 2px solid var(--line); white-space: nowrap; }
        tbody th { font-weight: 500; white-space: nowrap; } tr.own { background: var(--own); } tr.own th { font-weight: 700; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        td.number > * { display: block; } .number .ours { white-space: normal; } .paper, .difference { color: var(--soft); font-size: .92em; }
        .status { font-size: .82rem; margin: -.8rem 0 1.4rem; color: var(--soft); } .status p { margin: 0; }
        .chip { white-space: nowrap; } .chip.reproduced { color: var(--good); } .chip.differs { color: var(--bad); font-weight: 600; }
        .not-run .ours { color: var(--soft); }
        .summary { display: flex; flex-wrap: wrap; gap: .4rem 1.6rem; list-style: none; padding: 0; }
        .notes, footer { color: var(--soft); font-size: .8rem; } .notes { padding-left: 1.1rem; } footer p { margin: .1rem 0; overflow-wrap: anywhere; }
        .charts { display: flex; flex-wrap: wrap; gap: 1rem; } figure { margin: 0; flex: 1 1 26rem; max-width: 36rem; } figcaption { text-align: center; font-weight: 600; font-size: .87rem; }
        svg { width: 100%; height: auto; } svg text { fill: var(--ink); font: 11px system-ui, sans-serif; } svg .tick, svg .axis { fill: var(--soft); }
        svg .grid { stroke: var(--line); } svg .leader { stroke: var(--soft); stroke-width: .7; }
        svg g.other { fill: var(--soft); } svg g.retrain { fill: var(--good); } svg g.lau { fill: var(--accent); } svg text.lau { font-weight: 700; }
        @media print {
          :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --own: #eee; --good: #1a7f37; --bad: #b35900; --accent: #0b5cad; }
          @page { size: A4 landscape; margin: 12mm; }
          body { margin: 0; max-width: none; font-size: 10pt; } .scroll { overflow: visible; } table { font-size: 8pt; } .notes, footer { font-size: 7.5pt; } tr, figure, caption { break-inside: avoid; } h2, h3, caption { break-after: avoid; }
        }

        """;
}
