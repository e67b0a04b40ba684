using System.Reflection;
using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;

namespace Lethe.Experiments.Reports;

/// <summary>The numbers of any tables as flat rows: what <c>lethe compare</c> prints.</summary>
public sealed record Comparison(IReadOnlyList<ComparisonRow> Rows)
{
    private static readonly PropertyInfo[] Columns = typeof(ComparisonRow).GetProperties();

    private static readonly string[] Header = [.. Columns.Select(static column => JsonNamingPolicy.CamelCase.ConvertName(column.Name))];

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
    public string Csv() => Lines(CsvTable.Row, [Header], "R");

    /// <summary>One Markdown table; numbers have four digits after the point.</summary>
    public string Markdown() => Lines(MarkdownTable.Row, [Header, [.. Header.Select(static _ => "---")]], "0.####");

    /// <summary>An array of objects.</summary>
    public string Json() => DirectionControls.InJson(JsonSerializer.Serialize(Rows, RecordJson.Indented)) + "\n";

    private string Lines(Action<StringBuilder, IEnumerable<string>> write, string[][] head, string format)
    {
        var text = new StringBuilder();
        foreach (var line in head)
        {
            write(text, line);
        }
        foreach (var row in Rows)
        {
            write(text, Columns.Select(column => Field(column.GetValue(row), format)));
        }
        return text.ToString();
    }

    private static string Field(object? value, string format) =>
        value is double number
            ? number.ToString(format, CultureInfo.InvariantCulture)
            : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
