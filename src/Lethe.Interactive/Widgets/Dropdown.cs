using System.Text.Json.Nodes;

namespace Lethe.Interactive.Widgets;

/// <summary>One of several things: <c>new Dropdown&lt;string&gt;(["lau", "retrain"])</c>.</summary>
public sealed class Dropdown<T> : ValueWidget<T>
{
    private readonly List<T> options;
    private readonly List<string> names;

    /// <param name="options">The first is chosen.</param>
    /// <param name="name">How a person reads one; its text if not said.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Dropdown(IEnumerable<T> options, Func<T, string>? name = null)
        : base("Dropdown", default!, "index")
    {
        this.options = [.. options];
        if (this.options.Count == 0)
        {
            throw new ArgumentException("A drop-down needs something to choose from.");
        }
        names = [.. this.options.Select(name ?? (static one => Convert.ToString(one, CultureInfo.InvariantCulture) ?? ""))];
        Set("_options_labels", new JsonArray([.. names.Select(static one => (JsonNode)one)]));
        Begin(this.options[0]);
    }

    internal override Html Still() => Row($"<span class=\"face\">{Text(Value)} ▾</span>");

    private protected override T Fit(T value) =>
        options.Contains(value)
            ? value
            : throw new ArgumentException($"{value} is not among the choices: {string.Join(", ", names)}.", nameof(value));

    private protected override JsonNode? Json(T value) => options.IndexOf(value);

    private protected override bool TryRead(JsonNode? json, out T value)
    {
        var isRead = SliderNumbers.TryRead<int>(json, out var index) && index >= 0 && index < options.Count;
        value = options[isRead ? index : 0];
        return isRead;
    }

    private protected override string Text(T value) => names[options.IndexOf(value)];
}
