using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Lethe.Interactive.Formatting;

/// <summary>A figure with a slider, as it looks with the slider at one of its steps.</summary>
internal static partial class SliderState
{
    /// <summary>How many steps its slider has; 0 without one.</summary>
    public static int Count(JsonObject figure) => Steps(figure)?.Count ?? 0;

    /// <param name="figure">Of plotly; it stays as it is.</param>
    /// <param name="step">From 0.</param>
    /// <returns>A copy with all done that the step's <c>update</c> does.</returns>
    public static JsonObject Of(JsonObject figure, int step)
    {
        var copy = (JsonObject)figure.DeepClone();
        copy["layout"]!["sliders"]![0]!["active"] = step;
        var arguments = Steps(copy)![step]?["args"] as JsonArray;
        foreach (var (name, values) in arguments?.ElementAtOrDefault(0) as JsonObject ?? [])
        {
            foreach (var (i, trace) in (copy["data"] as JsonArray ?? []).Index())
            {
                Set(trace, name, values is JsonArray list ? list[i % list.Count] : values);
            }
        }
        foreach (var (name, value) in arguments?.ElementAtOrDefault(1) as JsonObject ?? [])
        {
            Set(copy["layout"], name, value);
        }
        return copy;
    }

    private static JsonArray? Steps(JsonObject figure) =>
        (figure["layout"] as JsonObject)?["sliders"] is JsonArray { Count: > 0 } sliders
            ? (sliders[0] as JsonObject)?["steps"] as JsonArray
            : null;

    // As plotly writes paths: images[3].visible, title.text.
    private static void Set(JsonNode? node, string path, JsonNode? value)
    {
        var parts = Part().Matches(path).Select(static part => part.Value).ToList();
        foreach (var part in parts[..^1])
        {
            node = node switch
            {
                JsonArray list => int.TryParse(part, CultureInfo.InvariantCulture, out var i) && i < list.Count ? list[i] : null,
                JsonObject json => json[part] ??= new JsonObject(),
                _ => null,
            };
        }
        if (node is JsonObject last)
        {
            last[parts[^1]] = value?.DeepClone();
        }
    }

    [GeneratedRegex(@"[\w-]+")]
    private static partial Regex Part();
}
