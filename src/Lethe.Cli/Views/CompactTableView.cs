using Lethe.Experiments.Tables;
using Spectre.Console;

namespace Lethe.Cli.Views;

/// <summary>Writes a <see cref="CompactTable"/>: in colours to a terminal, as it is to a file.</summary>
internal static class CompactTableView
{
    public static void Write(IAnsiConsole screen, ResultTable table, bool whole = false)
    {
        foreach (var line in CompactTable.Of(table, whole))
        {
            Write(screen, line);
        }
    }

    private static void Write(IAnsiConsole screen, CompactLine line)
    {
        if (!Terminal.IsSeen(screen))
        {
            screen.Profile.Out.Writer.WriteLine(line.Text);
            return;
        }
        screen.Write(
            new Text(
                line.Text,
                line.Kind switch
                {
                    LineKind.Title or LineKind.Heading => new Style(decoration: Decoration.Bold),
                    LineKind.Own => new Style(Color.Green, decoration: Decoration.Bold),
                    LineKind.Paper or LineKind.Note => new Style(Color.Grey),
                    _ => Style.Plain,
                }
            )
            {
                Overflow = Overflow.Crop,
            }
        );
        screen.WriteLine();
    }
}
