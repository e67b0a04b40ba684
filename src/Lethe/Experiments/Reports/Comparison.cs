using System.Globalization;
using System.Text;
using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Runtime;

namespace Lethe.Experiments.Reports;

/// <summary>The numbers of any tables as flat rows: what <c>lethe compare</c> prints.</summary>
public sealed record Comparison(IReadOnlyList<ComparisonRow> Rows)
{
    private static readonly (string Name, Func<ComparisonRow, object?> Of)[] Columns =
    [
        ("experiment", row => row.Experiment),
        ("table", row => row.Table),
        ("dataset", row => row.Dataset),
        ("profile", row => row.Profile),
        ("model", row => row.Model),
        ("method", row => row.Method),
        ("metric", row => row.Metric),
        ("ours", row => row.Ours),
        ("std", row => row.Std),
        ("n", row => row.N),
        ("low", row => row.Low),
        ("high", row => row.High),
        ("published", row => row.Published),
        ("difference", row => row.Difference),
        ("status", row => row.Status),
        ("records", row => row.Records),
    ];

    private static IEnumerable<string> Header => Columns.Select(column => column.Name);

    /// <summary>Every number that was run or printed.</summary>
    public static Comparison Of(IEnumerable<ResultTable> tables) =>
        new([
            .. from table in tables
            from row in table.Rows
            from place in row.Cells.Zip(table.Columns)
            let cell = place.First
            where cell.Ours is not null || cell.Published is not null
            select new ComparisonRow(
                table.Experiment,
                table.Name,
                place.Second.IsPartOfData ? $"{table.Dataset}: {place.Second.Metric}" : table.Dataset,
                table.Profile,
                row.Model ?? place.Second.Group,
                row.Method,
                place.Second.IsPartOfData ? place.Second.Group : place.Second.Metric,
                cell.Ours?.Mean,
                cell.Ours?.Std,
                cell.Ours?.Count ?? 0,
                cell.Ours?.Interval?.Low,
                cell.Ours?.Interval?.High,
                cell.Published?.Value,
                cell.Difference,
                cell.StatusText,
                string.Join(' ', cell.Records)
            ),
        ]);

    /// <summary>Comma-separated values with a header line.</summary>
    public string Csv()
    {
        var text = new StringBuilder();
        CsvTable.Row(text, Header);
        foreach (var row in Rows)
        {
            CsvTable.Row(text, Fields(row, NumberText.Exact));
        }
        return text.ToString();
    }

    /// <summary>One Markdown table; numbers have four digits after the point.</summary>
    public string Markdown()
    {
        var text = new StringBuilder();
        MarkdownTable.Row(text, Header);
        MarkdownTable.Row(text, Header.Select(_ => "---"));
        foreach (var row in Rows)
        {
            MarkdownTable.Row(text, Fields(row, value => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? ""));
        }
        return text.ToString();
    }

    /// <summary>An array of objects.</summary>
    public string Json() => DirectionControls.InJson(JsonSerializer.Serialize(Rows, RecordJson.Indented)) + "\n";

    private static IEnumerable<string> Fields(ComparisonRow row, Func<double?, string> number) =>
        Columns.Select(column =>
            column.Of(row) is double value ? number(value) : Convert.ToString(column.Of(row), CultureInfo.InvariantCulture) ?? ""
        );
}
