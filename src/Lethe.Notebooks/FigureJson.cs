using Lethe.Runtime;

namespace Lethe.Notebooks;

/// <summary>A figure of plotly from a notebook, for a page: only data.</summary>
internal static class FigureJson
{
    // Names by which a script that merges objects would reach what all objects have in common.
    private static readonly string[] Shared = ["__proto__", "constructor", "prototype"];

    /// <returns><c>data</c>, <c>layout</c> and <c>config</c>, without pictures from elsewhere.</returns>
    public static JsonObject Of(JsonObject saved) =>
        new()
        {
            ["data"] = Copy(saved["data"] as JsonArray) ?? new JsonArray(),
            ["layout"] = Copy(saved["layout"] as JsonObject) ?? new JsonObject(),
            ["config"] = Copy(saved["config"] as JsonObject) ?? new JsonObject(),
        };

    private static JsonNode? Copy(JsonNode? node) =>
        node switch
        {
            JsonObject json => new JsonObject(
                json.Where(static pair => !Shared.Contains(pair.Key) && !IsElsewhere(pair))
                    .Select(static pair => KeyValuePair.Create(pair.Key, Copy(pair.Value)))
            ),
            JsonArray array => new JsonArray([.. array.Select(Copy)]),
            JsonValue value when value.TryGetValue<string>(out var text) => DirectionControls.Show(text),
            _ => node?.DeepClone(),
        };

    private static bool IsElsewhere(KeyValuePair<string, JsonNode?> pair) =>
        pair is { Key: "source", Value: JsonValue value }
        && value.TryGetValue<string>(out var address)
        && !address.TrimStart().StartsWith("data:image/", StringComparison.OrdinalIgnoreCase);
}
