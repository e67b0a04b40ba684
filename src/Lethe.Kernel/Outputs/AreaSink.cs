namespace Lethe.Kernel.Outputs;

/// <summary>Where outputs go that belong into a widget: told as a list, in the form of a notebook's file, whenever one has come. What was
/// told before is replaced when the first comes.</summary>
/// <param name="outer">Of the cell, for what has no place in a list.</param>
internal sealed class AreaSink(Action<IReadOnlyList<JsonObject>> shown, IOutputSink outer) : IOutputSink
{
    private readonly List<JsonObject> outputs = [];
    private readonly Dictionary<string, JsonObject> displays = [];
    private bool isTold,
        clearBeforeNext;

    public Interactive.Widgets.IWidgetHost? Widgets => outer.Widgets;

    /// <summary>Does some work whose outputs are told.</summary>
    public static void Run(Action<IReadOnlyList<JsonObject>> shown, Action work)
    {
        AreaSink? area = null;
        if (CellOutput.Current is not { } cell)
        {
            work();
            return;
        }
        cell.Divert(outer => area = new(shown, outer), work);
        if (area is { isTold: false })
        {
            shown([]);
        }
    }

    public void Write(OutputStream stream, string text)
    {
        var name = stream == OutputStream.Error ? "stderr" : "stdout";
        if (!clearBeforeNext && outputs is [.., var last] && last["name"]?.GetValue<string>() == name)
        {
            last["text"] = last["text"]!.GetValue<string>() + text;
            Tell();
            return;
        }
        Add(
            new()
            {
                ["output_type"] = "stream",
                ["name"] = name,
                ["text"] = text,
            }
        );
    }

    public void Display(MimeBundle bundle, string? id)
    {
        var output = Data(bundle);
        if (id is not null)
        {
            displays[id] = output;
        }
        Add(output);
    }

    public void Update(MimeBundle bundle, string id)
    {
        if (!displays.TryGetValue(id, out var output))
        {
            outer.Update(bundle, id);
            return;
        }
        output["data"] = bundle.ToJson();
        Tell();
    }

    public void Result(MimeBundle bundle) => Add(Data(bundle));

    public void Clear(bool wait)
    {
        clearBeforeNext = wait;
        if (!wait)
        {
            outputs.Clear();
            Tell();
        }
    }

    public void Fail(CellError error) => outer.Fail(error);

    public string Ask(string prompt, bool hidden, CancellationToken cancellation) => outer.Ask(prompt, hidden, cancellation);

    private static JsonObject Data(MimeBundle bundle) =>
        new()
        {
            ["output_type"] = "display_data",
            ["data"] = bundle.ToJson(),
            ["metadata"] = new JsonObject(),
        };

    private void Add(JsonObject output)
    {
        if (clearBeforeNext)
        {
            clearBeforeNext = false;
            outputs.Clear();
        }
        outputs.Add(output);
        Tell();
    }

    private void Tell()
    {
        isTold = true;
        shown([.. outputs]);
    }
}
