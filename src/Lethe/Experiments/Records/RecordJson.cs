using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lethe.Experiments.Records;

/// <summary>How records and tables are written as JSON.</summary>
internal static class RecordJson
{
    /// <summary>One line; unknown fields are passed over, missing ones are not; a value that is not a number is written as "NaN".</summary>
    public static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // read by people and programs, never pasted into HTML
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static readonly JsonSerializerOptions Indented = new(Line) { WriteIndented = true, NewLine = "\n" };
}
