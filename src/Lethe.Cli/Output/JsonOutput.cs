using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lethe.Cli.Output;

/// <summary>How the command writes JSON for other programs, and reads its own: snake_case, indented, numbers that are none as
/// text.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    public static void Write<T>(TextWriter output, T value) =>
        output.WriteLine(DirectionControls.InJson(JsonSerializer.Serialize(value, Options)));

    /// <summary>What was written so.</summary>
    public static T Read<T>(JsonElement value) => value.Deserialize<T>(Options) ?? throw new JsonException("It is null.");
}
