using System.Text.Json.Nodes;
using Formatter = Microsoft.DotNet.Interactive.Formatting.Formatter;

namespace Lethe.Interactive.Widgets;

/// <summary>A place for outputs of its own: what an event shows goes here instead of under the cell.</summary>
public sealed class OutputArea : Widget
{
    private IReadOnlyList<JsonObject> outputs = [];

    public OutputArea()
        : base("Output", Output)
    {
        Set("msg_id", (JsonNode)""); // the outputs are in the state: nothing for the front end to catch
        Set("outputs", new JsonArray());
    }

    /// <summary>Shows a value in place of what is here: a chart, a table, a text.</summary>
    public void Show(object? value)
    {
        if (NotebookHost.Display is { } display && NotebookHost.Capture is not null)
        {
            Capture(() => display(value!));
            return;
        }
        // Another kernel: as its formatters write it.
        var html = new JsonObject { ["text/html"] = Formatter.ToDisplayString(value, "text/html") };
        Put([
            new()
            {
                ["output_type"] = "display_data",
                ["data"] = html,
                ["metadata"] = new JsonObject(),
            },
        ]);
    }

    /// <summary>Does some work. What it prints and displays comes here, and what was here before goes when the first of it comes. In
    /// Microsoft's kernel it goes under the cell.</summary>
    public void Capture(Action work)
    {
        if (NotebookHost.Capture is { } capture)
        {
            capture(Put, work);
        }
        else
        {
            work();
        }
    }

    public void Clear() => Put([]);

    /// <inheritdoc/>
    public override string ToString() => string.Join(Environment.NewLine, outputs.Select(OutputPicture.Words));

    internal override Html Still() => $"<div>{outputs.Select(OutputPicture.Of)}</div>\n";

    // As a notebook's file has them.
    private void Put(IReadOnlyList<JsonObject> now)
    {
        outputs = now;
        Set("outputs", new JsonArray([.. now.Select(static output => output.DeepClone())]));
    }
}
