using System.Text.Json;

namespace Lethe.Interactive.Formatting.Stills;

/// <summary>Reads plotly's JSON as forgivingly as plotly does: what is missing or of another kind is simply not there.</summary>
internal static class JsonReading
{
    /// <summary>What stands at a path such as <c>title.font.size</c>; undefined if nothing does.</summary>
    public static JsonElement At(this JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return default;
            }
        }
        return element;
    }

    /// <summary>A word or a number as it is written; null if there is neither.</summary>
    public static string? Text(this JsonElement element, string path) => element.At(path).Label() is { Length: > 0 } text ? text : null;

    /// <summary>A number, which may be written as a string.</summary>
    public static double? Number(this JsonElement element, string path) =>
        element.At(path).Value() is var number && double.IsFinite(number) ? number : null;

    public static bool? Flag(this JsonElement element, string path) =>
        element.At(path).ValueKind is var kind && kind == JsonValueKind.True ? true
        : kind == JsonValueKind.False ? false
        : null;

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    /// <summary>A property that may be one value for all, or a list with one a point.</summary>
    public static JsonElement Each(this JsonElement element, string path, int index) =>
        element.At(path) is var value && value.ValueKind != JsonValueKind.Array ? value : value.EnumerateArray().ElementAtOrDefault(index);

    /// <summary>A number, or NaN.</summary>
    public static double Value(this JsonElement element) =>
        double.TryParse(element.Label(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    /// <summary>Neither a number nor nothing: it makes an axis one of names.</summary>
    public static bool IsWord(this JsonElement element) =>
        element.Label() is { Length: > 0 } text && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>As it would be printed; empty if it is not a single thing.</summary>
    public static string Label(this JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
            _ => "",
        };
}
