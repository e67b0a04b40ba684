using Deedle;
using Lethe.Experiments.Reports;
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

    /// <summary>
    /// One row for every number that was run or printed, with the columns of <see cref="ComparisonRow"/>: dataset, profile, model, method,
    /// metric,
    /// ours, std, n, low, high, published, difference, status, records.
    /// </summary>
    public static Frame<int, string> ToLongFrame(this ResultTable table) => ToLongFrame([table]);

    /// <inheritdoc cref="ToLongFrame(ResultTable)"/>
    public static Frame<int, string> ToLongFrame(this IEnumerable<ResultTable> tables)
    {
        Formatters.RegisterTables();
        var rows = Comparison.Of(tables).Rows;
        var frame = new FrameBuilder.Columns<int, string>();
        void Add<T>(string name, Func<ComparisonRow, T> of) =>
            frame.Add(name, new Series<int, T>(Enumerable.Range(0, rows.Count), rows.Select(of)));
        Add("dataset", static row => row.Dataset);
        Add("profile", static row => row.Profile);
        Add("model", static row => row.Model);
        Add("method", static row => row.Method);
        Add("metric", static row => row.Metric);
        Add("ours", static row => row.Ours ?? double.NaN); // to Deedle, a missing value
        Add("std", static row => row.Std ?? double.NaN);
        Add("n", static row => row.N);
        Add("low", static row => row.Low ?? double.NaN);
        Add("high", static row => row.High ?? double.NaN);
        Add("published", static row => row.Published ?? double.NaN);
        Add("difference", static row => row.Difference ?? double.NaN);
        Add("status", static row => row.Status);
        Add("records", static row => row.Records);
        return frame.Frame;
    }
}
