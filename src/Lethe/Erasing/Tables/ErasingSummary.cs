using Lethe.Experiments.Records;
using Lethe.Experiments.Reports;
using Lethe.Experiments.Tables;

namespace Lethe.Erasing.Tables;

/// <summary>The main experiment on erasing for a README: a row a method, a column a measure.</summary>
public static class ErasingSummary
{
    private static readonly string[] Shown = ["detected", "accuracy", "ssim", "fd64", "null.drift", "total"];

    /// <returns>One table for each profile; empty if there are no such records.</returns>
    public static string Render(IReadOnlyCollection<RunRecord> records) =>
        string.Concat(
            ResultTables
                .Of(records, [new EraseMetrics()], null)
                .Select(static table => ShortTable.Render(table, "Method", [.. Places(table.Columns)], "–", Cell))
        );

    private static IEnumerable<int> Places(IReadOnlyList<ResultColumn> columns) =>
        Shown.Select(metric => columns.ToList().FindIndex(column => column.Metric == metric)).Where(static i => i >= 0);

    private static string Cell(Measurement ours, ResultColumn column)
    {
        var format = column.Metric switch
        {
            "detected" or "ssim" => "0.00",
            "accuracy" => "0.0",
            "null.drift" => "0.0000",
            _ => "0",
        };
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return Text(ours.Mean) + (ours.Std is { } std ? $" ± {Text(std)}" : "");
    }
}
