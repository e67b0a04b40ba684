using Deedle;
using Lethe.Experiments.Tables;
using Lethe.Interactive.Formatting;

namespace Lethe.Interactive;

/// <summary>Tables of results as Deedle frames, to filter, join and plot them.</summary>
public static class ResultFrames
{
    /// <summary>One row a method, one column a number: <c>table.ToFrame()["ResNet18 D_tr"]</c>. What was not run is missing.</summary>
    public static Frame<string, string> ToFrame(this ResultTable table)
    {
        Formatters.RegisterTables();
        var frame = new FrameBuilder.Columns<string, string>();
        foreach (var (i, column) in table.Columns.Index())
        {
            frame.Add(
                $"{column.BlockHeading} {column.Label}",
                new Series<string, double>(
                    table.Rows.Select(static row => row.Label),
                    table.Rows.Select(row => row.Cells[i].Ours?.Mean ?? double.NaN)
                )
            );
        }
        return frame.Frame;
    }
}
