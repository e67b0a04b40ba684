using Spectre.Console;

namespace Lethe.Cli.Views;

/// <summary>A plain table: drawn for a person, columns under each other for a file.</summary>
internal static class PlainTable
{
    public static void Write(Terminal terminal, IReadOnlyList<string> headings, IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        if (Terminal.IsSeen(terminal.Screen))
        {
            var table = new Table { Border = TableBorder.Rounded };
            foreach (var heading in headings)
            {
                table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))));
            }
            foreach (var row in all)
            {
                table.AddRow(row.Select(static cell => new Text(cell)));
            }
            terminal.Screen.Write(table);
            return;
        }
        var widths = headings.Select((heading, i) => all.Select(row => row[i].Length).Append(heading.Length).Max()).ToArray();
        foreach (var row in all.Prepend([.. headings]))
        {
            terminal.Out.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }
}
