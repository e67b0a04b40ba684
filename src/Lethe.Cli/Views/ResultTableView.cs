using Lethe.Experiments;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Lethe.Cli.Views;

/// <summary>A table of results as it is drawn in a terminal: ours, below it the published number and the difference.</summary>
internal static class ResultTableView
{
    public static IRenderable Of(ResultTable table)
    {
        var parts = new List<IRenderable> { new Markup($"[bold]{table.Title.EscapeMarkup()}[/]") };
        foreach (var (heading, columns) in table.Blocks())
        {
            parts.Add(table.NothingRun(columns) is { } why ? new Markup($"[bold]{heading.EscapeMarkup()}[/]: {why.EscapeMarkup()}") : Block(table, heading, columns));
        }
        parts.AddRange(table.Notes.Concat(table.Origin.Lines()).Select(static line => new Text(line, new Style(Color.Grey))));
        parts.Add(Text.Empty);
        return new Rows(parts);
    }

    private static Table Block(ResultTable table, string heading, IReadOnlyList<int> columns)
    {
        var block = new Table { Border = TableBorder.Rounded, Title = new TableTitle(heading.EscapeMarkup(), new Style(decoration: Decoration.Bold)) };
        block.AddColumn("Method");
        foreach (var column in columns)
        {
            block.AddColumn(new TableColumn(table.Columns[column].Heading.EscapeMarkup()).RightAligned());
        }
        block.AddColumn("Status");
        foreach (var row in table.Rows)
        {
            block.AddRow([new Text(row.Label), .. columns.Select(i => Cell(row.Cells[i], table.Columns[i].Unit)), new Text(table.StatusOf(row, columns))]);
        }
        return block;
    }

    private static Markup Cell(ResultCell cell, MetricUnit unit)
    {
        var lines = new List<string> { cell.Ours is { } ours ? $"[bold]{NumberText.Of(ours, unit).EscapeMarkup()}[/]" : "[grey]–[/]" };
        if (cell.Published is { } paper)
        {
            var difference = cell.Difference is { } by ? $" {Coloured(NumberText.Signed(by, unit, cell.Ours!.Mean), cell.Status)}" : "";
            lines.Add($"[grey]{paper.Printed.EscapeMarkup()}{(cell.IsFlagged ? "†" : "")}[/]{difference}");
        }
        return new Markup(string.Join('\n', lines)).RightJustified();
    }

    private static string Coloured(string difference, ResultStatus status) =>
        status switch { ResultStatus.Reproduced => $"[green]{difference}[/]", ResultStatus.Differs => $"[yellow]{difference}[/]", _ => difference };
}
