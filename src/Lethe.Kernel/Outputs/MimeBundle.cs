using System.Text.Json;

namespace Lethe.Kernel.Outputs;

/// <summary>One output in several forms; a front end picks the richest it can show.</summary>
/// <param name="Data">Mime type to content: text, base64 for images other than SVG, JSON text for types that end with <c>json</c>.</param>
public sealed record MimeBundle(IReadOnlyDictionary<string, string> Data)
{
    public const string Plain = "text/plain";
    public const string Html = "text/html";

    private const int MostLevels = 48; // a notebook puts it some levels deeper, and .NET reads 64

    /// <summary>Text as the mime type it is, and as plain text.</summary>
    public static MimeBundle OfText(string text, string type = Plain) =>
        new(new Dictionary<string, string> { [type] = text, [Plain] = text });

    /// <summary>The <c>data</c> object of a Jupyter message: JSON types as JSON values, everything else as strings.</summary>
    public JsonObject ToJson()
    {
        var data = new JsonObject();
        foreach (var (type, content) in Data)
        {
            data[type] = type.EndsWith("+json", StringComparison.Ordinal) || type == "application/json" ? ParseOrText(content) : content;
        }
        return data;
    }

    /// <summary>The same bundle without the forms larger than <paramref name="limit"/> characters, and a line that says so.</summary>
    public MimeBundle Capped(int limit)
    {
        if (Data.All(form => form.Value.Length <= limit))
        {
            return this;
        }
        var kept = Data.Where(form => form.Value.Length <= limit).ToDictionary();
        var dropped = string.Join(", ", Data.Except(kept).Select(static form => $"{form.Key} of {Size(form.Value.Length)}"));
        var line = $"[output left out: {dropped}; the limit is {Size(limit)}, LETHE_OUTPUT_LIMIT sets another]";
        kept[Plain] = kept.TryGetValue(Plain, out var text) ? $"{text}\n{line}" : line;
        return new(kept);
    }

    internal static string Size(long characters) =>
        characters < 10_000 ? $"{characters} bytes" : FormattableString.Invariant($"{characters / 1e6:0.##} MB");

    private static JsonNode? ParseOrText(string content)
    {
        try
        {
            using var read = JsonFile.Parse(Encoding.UTF8.GetBytes(content)); // no half characters: what is written must be readable
            return JsonNode.Parse(content, documentOptions: new() { MaxDepth = MostLevels });
        }
        catch (JsonException)
        {
            return content; // a formatter's mistake is shown, not hidden
        }
    }
}
