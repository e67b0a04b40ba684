using Lethe.Interactive.Widgets;

namespace Lethe.Kernel.Requests;

/// <summary>A widget's state as messages carry it: bytes travel beside the JSON, and paths say where they belong.</summary>
internal static class WidgetState
{
    /// <param name="buffers">The bytes are added to these.</param>
    public static (JsonObject State, JsonArray Paths) Split(IReadOnlyDictionary<string, object?> values, List<byte[]> buffers)
    {
        var (state, paths) = (new JsonObject(), new JsonArray());
        foreach (var (name, value) in values)
        {
            if (value is byte[] bytes)
            {
                buffers.Add(bytes);
                paths.Add(new JsonArray(name));
            }
            else
            {
                state[name] = (value as JsonNode)?.DeepClone();
            }
        }
        return (state, paths);
    }

    /// <summary>What a front end says of properties that the widget has; the rest of it is left.</summary>
    public static Dictionary<string, object?> Known(Widget widget, JsonObject state, JsonArray paths, IReadOnlyList<byte[]> buffers)
    {
        var known = state.Where(one => widget.Has(one.Key)).ToDictionary(static one => one.Key, static one => (object?)one.Value);
        foreach (var (i, path) in paths.Index())
        {
            if (
                path is JsonArray { Count: 1 } one
                && one[0] is JsonValue name
                && name.TryGetValue<string>(out var key)
                && i < buffers.Count
                && widget.Has(key)
            )
            {
                known[key] = buffers[i];
            }
        }
        return known;
    }
}
