using System.Text.Json.Nodes;
using Lethe.Experiments;
using Lethe.Interactive.Formatting;

namespace Lethe.Interactive.Widgets;

/// <summary>
/// Something on the page that lives as long as the kernel does: a person turns it, clicks it or watches it. The state of a model of
/// ipywidgets (7 or 8), which the front end draws; where none does (a headless run, an exported page, another kernel) it is a still picture
/// of that state. Disposed, it leaves the page.
/// </summary>
[TypeFormatterSource("Lethe.Interactive.Widgets.WidgetFormatterSource, Lethe.Interactive")]
public abstract class Widget : IDisposable
{
    /// <summary>What a front end that has widgets reads.</summary>
    public const string MimeType = "application/vnd.jupyter.widget-view+json";

    private protected const string Base = "@jupyter-widgets/base",
        Controls = "@jupyter-widgets/controls",
        Output = "@jupyter-widgets/output";

    private readonly Lock gate = new();
    private readonly Dictionary<string, object?> state;
    private IWidgetHost? host;
    private bool isClosed;

    /// <param name="name">Of the model, without <c>Model</c>.</param>
    /// <param name="view">Of its view, if another.</param>
    private protected Widget(string name, string module, string? view = null)
    {
        Kind = name;
        state = new()
        {
            ["_model_module"] = (JsonNode)module,
            ["_model_module_version"] = Versions(module),
            ["_model_name"] = (JsonNode)$"{name}Model",
            ["_view_module"] = (JsonNode)module,
            ["_view_module_version"] = Versions(module),
            ["_view_name"] = (JsonNode)$"{view ?? name}View",
            ["_view_count"] = null,
        };
    }

    /// <summary>Of the model, the same here and at the front end.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("n");

    /// <summary>A width as CSS has it, for example <c>30em</c>; the front end's if null.</summary>
    public string? Width
    {
        get;
        init
        {
            field = value;
            Layout = value is null ? null : new(value);
            Set("layout", Layout?.Reference);
        }
    }

    /// <summary>What its picture shows has changed.</summary>
    internal event Action? Redrawn;

    /// <summary>A value of it, or of something in it, is another.</summary>
    internal event Action? Turned;

    internal string Kind { get; }

    /// <summary>As the state of another names it.</summary>
    internal JsonNode Reference => $"IPY_MODEL_{Id}";

    /// <summary>What its state refers to, and must be open before it.</summary>
    private protected virtual IEnumerable<Widget?> Parts => [Layout];

    private protected WidgetLayout? Layout { get; private init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            host?.Close(this);
            host = null;
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>Its picture, alone on a page.</summary>
    public string Html() => OutputStyle.Widget.Wrap(Still());

    /// <summary>A line for where there are only letters.</summary>
    public override string ToString() => $"[{Kind}]";

    /// <summary>Its picture, among others.</summary>
    internal abstract Html Still();

    /// <summary>Opens it and all that is in it where the running cell shows it.</summary>
    /// <returns>JSON that names it to the front end; null if it was disposed.</returns>
    internal string? Open(IWidgetHost where)
    {
        foreach (var part in Parts)
        {
            part?.Open(where);
        }
        lock (gate)
        {
            if (isClosed)
            {
                return null;
            }
            where.Open(this, new Dictionary<string, object?>(state));
            host = where;
        }
        return $$"""{"version_major":2,"version_minor":0,"model_id":"{{Id}}"}""";
    }

    /// <summary>The front end has closed it: a page was left, or its kernel changed.</summary>
    internal void Forget()
    {
        lock (gate)
        {
            host = null;
        }
    }

    internal IReadOnlyDictionary<string, object?> State()
    {
        lock (gate)
        {
            return new Dictionary<string, object?>(state);
        }
    }

    internal bool Has(string name)
    {
        lock (gate)
        {
            return state.ContainsKey(name);
        }
    }

    /// <summary>A person has changed a property. Runs what is to happen then.</summary>
    internal virtual void Receive(string name, JsonNode? value) { }

    /// <summary>A person has done something that is no state: a click.</summary>
    internal virtual void Receive(JsonObject custom) { }

    /// <param name="value">A <c>JsonNode</c>, or bytes, which travel beside the message.</param>
    /// <param name="isKnown">True if the front end has it already.</param>
    private protected void Set(string name, object? value, bool isKnown = false)
    {
        lock (gate)
        {
            state[name] = value;
            if (!isKnown)
            {
                host?.Update(this, name, value); // under the lock: in the order of the changes
            }
        }
        Redraw();
    }

    private protected void Turn() => Turned?.Invoke();

    private protected void Redraw() => Redrawn?.Invoke();

    // What ipywidgets 7 and 8 call the versions of the same models.
    private static JsonNode Versions(string module) =>
        module switch
        {
            Base => "^1.2.0 || ^2.0.0",
            Controls => "^1.5.0 || ^2.0.0",
            _ => "^1.0.0",
        };
}
