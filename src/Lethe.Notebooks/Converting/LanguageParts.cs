using System.Text.Json;

namespace Lethe.Notebooks.Converting;

/// <summary>Text of several languages, as .NET Interactive writes it: each part begins with a line that names its language alone,
/// <c>#!fsharp</c>.</summary>
internal sealed class LanguageParts
{
    public const string CSharp = "csharp";
    public const string Markdown = "markdown";

    private const string Prefix = "#!";
    private const string Head = "#!meta";

    private readonly Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase)
    {
        [CSharp] = CSharp,
        ["c#"] = CSharp,
        ["cs"] = CSharp,
        ["fsharp"] = "fsharp",
        ["f#"] = "fsharp",
        ["fs"] = "fsharp",
        ["html"] = "html",
        ["http"] = "http",
        ["javascript"] = "javascript",
        ["js"] = "javascript",
        ["kql"] = "kql",
        [Markdown] = Markdown,
        ["md"] = Markdown,
        ["mermaid"] = "mermaid",
        ["powershell"] = "pwsh",
        ["pwsh"] = "pwsh",
        ["sql"] = "sql",
        ["value"] = "value",
    };

    /// <summary>What text without a line of its own is in.</summary>
    public string Default { get; private set; } = CSharp;

    /// <summary>Takes over the languages that a notebook or a file's head describes.</summary>
    public void Learn(JsonNode? kernels)
    {
        if (kernels is not JsonObject described)
        {
            return;
        }
        foreach (var one in described["items"] as JsonArray ?? [])
        {
            if (Text(one, "name") is { } name)
            {
                names.TryAdd(name, name.ToLowerInvariant());
                foreach (var alias in (one!["aliases"] as JsonArray ?? []).Select(static alias => alias?.ToString()).OfType<string>())
                {
                    names.TryAdd(alias, Name(name));
                }
            }
        }
        Default = Name(Text(described, "defaultKernelName") ?? Default);
    }

    /// <summary>One name for all that a language is called by.</summary>
    public string Name(string called) => names.GetValueOrDefault(called, called.ToLowerInvariant());

    /// <exception cref="JsonException">The text has a head that is not JSON.</exception>
    public IEnumerable<(string Language, string Text)> Cut(string text, string language)
    {
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append($"{Prefix}{CSharp}"))
        {
            var called = line.StartsWith(Prefix, StringComparison.Ordinal) ? line[Prefix.Length..].TrimEnd() : "";
            // After the head, which ends at whatever directive, it is known what languages there are.
            if (called.Length > 0 && language == Head)
            {
                Learn((JsonNode.Parse(string.Join('\n', lines)) as JsonObject)?["kernelInfo"]);
                (language, lines) = (Default, []);
            }
            if (called.Length == 0 || !(names.ContainsKey(called) || Prefix + called == Head))
            {
                lines.Add(line);
                continue;
            }
            if (string.Join('\n', lines).Trim('\n') is var body && !string.IsNullOrWhiteSpace(body))
            {
                yield return (language, body);
            }
            (language, lines) = (Prefix + called == Head ? Head : Name(called), []);
        }
    }

    private static string? Text(JsonNode? json, string key) =>
        json is JsonObject known && known[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
