using System.Text.Json.Nodes;

namespace Lethe.Interactive.Widgets;

/// <summary>A widget that holds a value which a person changes.</summary>
/// <typeparam name="T">Of the value.</typeparam>
public abstract class ValueWidget<T> : Control
{
    private readonly string name;
    private T value;

    /// <param name="key">The value's name in the model's state.</param>
    private protected ValueWidget(string kind, T value, string key = "value")
        : base(kind) => (name, this.value) = (key, value);

    /// <summary>
    /// After the value has changed, by a person or by code. A person's changes come while no cell runs, one after the other; they can be
    /// stopped like a cell, and what they print or throw is shown under the cell that shows the widget.
    /// </summary>
    public event Action<T>? Changed;

    /// <summary>Never outside of what a person could choose: the nearest of those.</summary>
    public T Value
    {
        get => value;
        set
        {
            var fitted = Fit(value);
            if (!EqualityComparer<T>.Default.Equals(fitted, this.value))
            {
                Take(fitted, isKnown: false);
            }
        }
    }

    /// <summary>The widget, and below it what <paramref name="draw"/> makes of its value, now and after every change.</summary>
    /// <param name="draw">Its value is shown: a chart, a table, a text; what it prints too.</param>
    public VBox Show(Func<T, object?> draw)
    {
        var area = new OutputArea();
        Changed += value => area.Show(draw(value));
        area.Show(draw(Value));
        return new(this, area);
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{Kind}{(Label.Length > 0 ? $" {Label}" : "")}: {Text(value)}]";

    internal override void Receive(string name, JsonNode? json)
    {
        if (name != this.name)
        {
            return;
        }
        var (before, isRead) = (value, TryRead(json, out var read));
        var fitted = isRead ? Fit(read) : before;
        // The front end is told of what it has not said itself.
        var isKnown = isRead && JsonNode.DeepEquals(Json(fitted), json);
        if (!EqualityComparer<T>.Default.Equals(fitted, before))
        {
            Take(fitted, isKnown);
        }
        else if (!isKnown)
        {
            Set(name, Json(fitted));
        }
    }

    /// <summary>The nearest value that may be.</summary>
    private protected abstract T Fit(T value);

    private protected abstract JsonNode? Json(T value);

    /// <returns>False for what is no value at all.</returns>
    private protected abstract bool TryRead(JsonNode? json, out T value);

    /// <summary>As the picture writes it.</summary>
    private protected abstract string Text(T value);

    /// <summary>Of the constructor, when the limits are set.</summary>
    private protected void Begin(T first) => Set(name, Json(value = Fit(first)));

    private void Take(T next, bool isKnown)
    {
        value = next;
        Set(name, Json(next), isKnown);
        Changed?.Invoke(next);
        Turn();
    }
}
