using System.Text.Json;

namespace Lethe.Experiments;

/// <summary>Tables as JSON, with every digit.</summary>
public static class JsonTable
{
    /// <summary>One object.</summary>
    public static string Render(ResultTable table) => JsonSerializer.Serialize(table, RecordJson.Indented) + "\n";

    /// <summary>One array.</summary>
    public static string Render(IEnumerable<ResultTable> tables) => JsonSerializer.Serialize(tables.ToList(), RecordJson.Indented) + "\n";
}
