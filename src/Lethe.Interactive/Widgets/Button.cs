using System.Text.Json.Nodes;

namespace Lethe.Interactive.Widgets;

/// <summary>Something to click: <c>var b = new Button("Train"); b.Clicked += () => …; display(b);</c></summary>
public sealed class Button : Control
{
    public Button(string label)
        : base("Button")
    {
        Label = label;
        Set("style", null);
        Set("icon", (JsonNode)"");
        Set("button_style", (JsonNode)"");
    }

    /// <summary>While no cell runs, one click after the other; it can be stopped like a cell, and what it prints or throws is shown under
    /// the cell that shows the button.</summary>
    public event Action? Clicked;

    /// <summary>As if a person had clicked it.</summary>
    public void Click() => Clicked?.Invoke();

    /// <inheritdoc/>
    public override string ToString() => $"[Button {Label}]";

    internal override Html Still() => $"<div class=\"knob\"><span class=\"face\">{Label}</span></div>\n";

    internal override void Receive(JsonObject custom)
    {
        if (custom["event"] is JsonValue what && what.TryGetValue<string>(out var name) && name == "click" && !IsDisabled)
        {
            Click();
        }
    }
}
