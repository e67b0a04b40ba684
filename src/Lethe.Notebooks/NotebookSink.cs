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
            var name = stream == OutputStream.Error ? "stderr" : "stdout";
            if (!clearBeforeNext && outputs is [.., var last] && last["name"]?.GetValue<string>() == name)
            {
                last["text"] = NotebookCell.Lines(NotebookCell.Join(last["text"]) + text);
                return;
            }
            Add("stream", [new("name", name), new("text", NotebookCell.Lines(text))]);
        }
    }

    public void Display(MimeBundle bundle, string? id)
    {
        lock (displays)
        {
            var output = Add("display_data", [new("data", Data(bundle)), new("metadata", new JsonObject())]);
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
            Add("execute_result", [new("data", Data(bundle)), new("metadata", new JsonObject()), new("execution_count", count)]);
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
            var traceback = new JsonArray([.. error.Traceback.Select(static line => (JsonNode)line)]);
            Add("error", [new("ename", error.Name), new("evalue", error.Value), new("traceback", traceback)]);
        }
    }

    public string Ask(string prompt, bool hidden, CancellationToken cancellation) =>
        throw new InvalidOperationException(
            "Nobody is there to answer: this is a headless run. Use a parameter (--param) instead of a question."
        );

    private JsonObject Add(string type, KeyValuePair<string, JsonNode?>[] properties)
    {
        if (clearBeforeNext)
        {
            clearBeforeNext = false;
            outputs.Clear();
        }
        outputs.Add(new([new("output_type", type), .. properties]));
        return outputs[^1];
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
