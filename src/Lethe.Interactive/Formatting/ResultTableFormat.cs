using Lethe.Experiments.Reports;
using Lethe.Experiments.Tables;

namespace Lethe.Interactive.Formatting;

/// <summary>
/// A table of results as a paper would print it: one block a model, methods in the paper's order, arrows to where a metric is better, the
/// best number of each column bold, mean ± standard deviation, and in small print the published number, the difference and its status.
/// </summary>
public static class ResultTableFormat
{
    /// <summary>HTML that needs no script and no other file. Notes and origin are folded; a link saves the numbers as CSV.</summary>
    public static string Html(ResultTable table) => OutputStyle.Table.Wrap(Body(table));

    /// <summary>Several tables, one below the other.</summary>
    public static string Html(IReadOnlyCollection<ResultTable> tables) =>
        OutputStyle.Table.Wrap($"{(tables.Count == 0 ? [None()] : tables.Select(Body))}");

    /// <summary>Markdown, which reads well as it is.</summary>
    public static string Text(ResultTable table) => MarkdownTable.Render(table);

    /// <inheritdoc cref="Text(ResultTable)"/>
    public static string Text(IReadOnlyCollection<ResultTable> tables) =>
        tables.Count == 0 ? "There are no records yet.\n" : MarkdownTable.Render(tables);

    private static Html None() => $"<p>There are no records.</p>\n";

    private static Html Body(ResultTable table) =>
        $"<p class=\"title\">{table.Title}</p>\n{ResultHtml.Blocks(table)}"
        + $"<details><summary>How to read it, and where it comes from</summary>\n{ResultHtml.Foot(table)}</details>\n"
        + $"<p class=\"quiet\">Save: {CsvLink.Of(CsvTable.Render(table), $"{table.Name}-{table.Dataset}-{table.Profile}")}</p>\n";
}
