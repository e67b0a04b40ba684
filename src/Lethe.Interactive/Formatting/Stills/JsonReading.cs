using System.Globalization;
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

    /// <summary>A string, or a number as it is written; null if there is neither.</summary>
    public static string? Text(this JsonElement element, string path) => element.At(path).Label() is { Length: > 0 } text ? text : null;

    /// <summary>Finite; a string that is a number counts as one.</summary>
    public static double? Number(this JsonElement element, string path) =>
        element.At(path).Value() is var number && double.IsFinite(number) ? number : null;

    public static bool? Flag(this JsonElement element, string path) => element.At(path).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    /// <summary>A number, or NaN. Beyond 1e100 nothing can be drawn.</summary>
    public static double Value(this JsonElement element)
    {
        var number = element.ValueKind switch
        {
            JsonValueKind.Number => element.TryGetDouble(out var value) ? value : double.NaN,
            JsonValueKind.String when IsNumber(element.GetString()!, out var value) => value,
            _ => double.NaN,
        };
        return Math.Abs(number) < 1e100 ? number : double.NaN;
    }

    /// <summary>Neither a number nor nothing: it makes an axis one of categories.</summary>
    public static bool IsWord(this JsonElement element) => element.ValueKind is JsonValueKind.True or JsonValueKind.False
        || (element.ValueKind == JsonValueKind.String && !IsNumber(element.GetString()!, out _));

    /// <summary>A property that may be one value for all, or a list with one a point.</summary>
    public static JsonElement Each(this JsonElement element, string path, int index)
    {
        var value = element.At(path);
        return value.ValueKind != JsonValueKind.Array ? value : index < value.GetArrayLength() ? value[index] : default;
    }

    /// <summary>As it would be printed; empty if it is nothing, or not a single thing.</summary>
    public static string Label(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => "",
    };

    private static bool IsNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
