using System.Runtime.InteropServices;
using System.Text.Json;

namespace Lethe.Notebooks;

/// <summary>A cell of a notebook file.</summary>
public sealed class NotebookCell
{
    private readonly JsonObject json;

    private NotebookCell(JsonObject json) => this.json = json;

    /// <summary><c>code</c>, <c>markdown</c> or <c>raw</c>.</summary>
    public string Type => json["cell_type"]!.GetValue<string>();

    public bool IsCode => Type == "code";

    public string? Id
    {
        get => json["id"] is JsonValue value && value.TryGetValue<string>(out var id) ? id : null;
        set => json["id"] = value;
    }

    public string Source
    {
        get => Join(json["source"]);
        set => json["source"] = Lines(value);
    }

    public JsonObject Metadata => (JsonObject)json["metadata"]!;

    public IReadOnlyList<string> Tags =>
        Metadata["tags"] is JsonArray tags ? [.. tags.OfType<JsonValue>().Select(static tag => tag.ToString())] : [];

    /// <summary>Of a code cell.</summary>
    public IReadOnlyList<JsonObject> Outputs => json["outputs"] is JsonArray outputs ? [.. outputs.OfType<JsonObject>()] : [];

    public int? ExecutionCount => json["execution_count"] is JsonValue value && value.TryGetValue<int>(out var count) ? count : null;

    /// <summary>What an editor has noted as the cell's language; null for the notebook's own.</summary>
    public string? Language
    {
        get
        {
            string?[] noted =
            [
                Text("dotnet_interactive", "language"),
                Text("polyglot_notebook", "kernelName"),
                Text("vscode", "languageId"),
            ];
            return noted.FirstOrDefault(static language => language is not null and not "polyglot-notebook");
        }
    }

    public void SetOutputs(IEnumerable<JsonObject> outputs, int? executionCount)
    {
        json["outputs"] = new JsonArray([.. outputs]);
        json["execution_count"] = executionCount;
    }

    internal JsonObject Json => json;

    /// <summary>A cell of a file, checked and completed so that the rest may rely on it.</summary>
    /// <exception cref="NotebookException">It is not a cell.</exception>
    internal static NotebookCell Of(JsonNode? node, int index, string name)
    {
        if (
            node is not JsonObject json
            || json["cell_type"] is not JsonValue value
            || !value.TryGetValue<string>(out var type)
            || type is not ("code" or "markdown" or "raw")
        )
        {
            throw new NotebookException(
                NotebookStatus.NotANotebook,
                $"{name} is not a notebook: cell {index + 1} is neither code nor markdown nor raw."
            );
        }
        json["metadata"] = json["metadata"] as JsonObject ?? [];
        if (json["source"] is not (JsonArray or JsonValue))
        {
            json["source"] = "";
        }
        var cell = new NotebookCell(json);
        if (cell.IsCode)
        {
            json["outputs"] = json["outputs"] as JsonArray ?? [];
            json["execution_count"] ??= null;
        }
        return cell;
    }

    /// <summary>A new code cell.</summary>
    internal static NotebookCell Code(string id, string source, string tag)
    {
        var json = new JsonObject
        {
            ["cell_type"] = "code",
            ["id"] = id,
            ["metadata"] = new JsonObject { ["tags"] = new JsonArray(tag) },
            ["execution_count"] = null,
            ["outputs"] = new JsonArray(),
        };
        return new(json) { Source = source };
    }

    /// <summary>Text as the format has it: a list of lines that keep their ends.</summary>
    internal static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length; )
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }

    /// <summary>Text from a string or a list of lines.</summary>
    internal static string Join(JsonNode? text) =>
        text is JsonArray lines ? string.Concat(lines.Select(static line => line?.ToString())) : text?.ToString() ?? "";

    /// <summary>Bytes that a value takes in its file, of an object and a list the sum of its values; nothing is read for it.</summary>
    internal static long Size(JsonNode? node) =>
        node switch
        {
            JsonArray list => list.Sum(Size),
            JsonObject json => json.Sum(static pair => Size(pair.Value)),
            JsonValue value when value.TryGetValue<JsonElement>(out var element) => JsonMarshal.GetRawUtf8Value(element).Length,
            JsonValue value when value.TryGetValue<string>(out var text) => text.Length,
            _ => 8,
        };

    private string? Text(string key, string name) =>
        Metadata[key] is JsonObject noted && noted[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
