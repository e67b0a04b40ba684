using System.Text.Json.Nodes;
using Lethe.Kernel.Outputs;

namespace Lethe.Notebooks;

/// <summary>
/// Collects a cell's outputs as they stand in a notebook file: neighbouring text joined, updated displays in their last state, also when a
/// later cell updates them.
/// </summary>
/// <param name="displays">The displays of all cells by id; shared by the run.</param>
/// <param name="count">The cell's number.</param>
internal sealed class NotebookSink(Dictionary<string, List<JsonObject>> displays, int count) : IOutputSink
{
    private readonly List<JsonObject> outputs = [];
    private bool clearBeforeNext;

    /// <summary>A copy of what has come so far; a cell that cannot be stopped may still be writing.</summary>
    public IReadOnlyList<JsonObject> Outputs
    {
        get
        {
            lock (displays)
            {
                return [.. outputs.Select(static output => (JsonObject)output.DeepClone())];
            }
        }
    }

    public void Write(OutputStream stream, string text)
    {
        lock (displays)
        {
            ClearIfAsked();
            var name = stream == OutputStream.Error ? "stderr" : "stdout";
            if (
                outputs is [.., var last]
                && last["output_type"]!.GetValue<string>() == "stream"
                && last["name"]!.GetValue<string>() == name
            )
            {
                last["text"] = NotebookCell.Lines(NotebookCell.Join(last["text"]) + text);
                return;
            }
            outputs.Add(
                new()
                {
                    ["output_type"] = "stream",
                    ["name"] = name,
                    ["text"] = NotebookCell.Lines(text),
                }
            );
        }
    }

    public void Display(MimeBundle bundle, string? id)
    {
        lock (displays)
        {
            ClearIfAsked();
            var output = new JsonObject
            {
                ["output_type"] = "display_data",
                ["data"] = Data(bundle),
                ["metadata"] = new JsonObject(),
            };
            outputs.Add(output);
            if (id is not null)
            {
                displays.TryAdd(id, []);
                displays[id].Add(output);
            }
        }
    }

    public void Update(MimeBundle bundle, string id)
    {
        lock (displays)
        {
            foreach (var output in displays.GetValueOrDefault(id) ?? [])
            {
                output["data"] = Data(bundle);
            }
        }
    }

    public void Result(MimeBundle bundle)
    {
        lock (displays)
        {
            ClearIfAsked();
            outputs.Add(
                new()
                {
                    ["output_type"] = "execute_result",
                    ["data"] = Data(bundle),
                    ["metadata"] = new JsonObject(),
                    ["execution_count"] = count,
                }
            );
        }
    }

    public void Clear(bool wait)
    {
        lock (displays)
        {
            clearBeforeNext = wait;
            if (!wait)
            {
                outputs.Clear();
            }
        }
    }

    public void Fail(CellError error)
    {
        lock (displays)
        {
            ClearIfAsked();
            outputs.Add(
                new()
                {
                    ["output_type"] = "error",
                    ["ename"] = error.Name,
                    ["evalue"] = error.Value,
                    ["traceback"] = new JsonArray([.. error.Traceback.Select(static line => (JsonNode)line)]),
                }
            );
        }
    }

    public string Ask(string prompt, bool hidden, CancellationToken cancellation) =>
        throw new InvalidOperationException(
            "Nobody is there to answer: this is a headless run. Use a parameter (--param) instead of a question."
        );

    private void ClearIfAsked()
    {
        if (clearBeforeNext)
        {
            clearBeforeNext = false;
            outputs.Clear();
        }
    }

    // Text as lines, JSON as JSON, pictures as they are.
    private static JsonObject Data(MimeBundle bundle)
    {
        var data = new JsonObject();
        foreach (var (type, content) in bundle.ToJson())
        {
            var isText =
                content is JsonValue
                && (type.StartsWith("text/", StringComparison.Ordinal) || type is "image/svg+xml" or "application/javascript");
            data[type] = isText ? NotebookCell.Lines(content!.GetValue<string>()) : content?.DeepClone();
        }
        return data;
    }
}
