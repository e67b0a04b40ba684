using Lethe.Experiments.Tables;

namespace Lethe.Experiments.Reports;

/// <summary>Tables as comma-separated values (RFC 4180): one line a number, with every digit.</summary>
public static class CsvTable
{
    /// <summary>The numbers of one table.</summary>
    public static string Render(ResultTable table) => Comparison.Of([table]).Csv();

    /// <summary>One line; a field is quoted if it holds a comma, a quote, a line break or outer blanks.</summary>
    internal static void Row(StringBuilder text, IEnumerable<string> fields) => text.AppendJoin(',', fields.Select(Quote)).Append("\r\n");

    private static string Quote(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") || field.Length > 0 && (field[0] == ' ' || field[^1] == ' ')
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : field;
}
