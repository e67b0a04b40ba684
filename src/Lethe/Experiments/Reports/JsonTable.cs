using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;

namespace Lethe.Experiments.Reports;

/// <summary>Tables as JSON, with every digit.</summary>
public static class JsonTable
{
    /// <summary>One object.</summary>
    public static string Render(ResultTable table) => Render<ResultTable>(table);

    /// <summary>One array.</summary>
    public static string Render(IEnumerable<ResultTable> tables) => Render<List<ResultTable>>([.. tables]);

    private static string Render<T>(T value) => DirectionControls.InJson(JsonSerializer.Serialize(value, RecordJson.Indented)) + "\n";
}
