using System.Text.Json.Nodes;

namespace Lethe.Interactive.Widgets;

/// <summary>Yes or no.</summary>
public sealed class Checkbox : ValueWidget<bool>
{
    public Checkbox(string label, bool value = false)
        : base("Checkbox", value)
    {
        Label = label;
        Set("indent", (JsonNode)false);
        Begin(value);
    }

    internal override Html Still() => $"<div class=\"knob\"><span>{(Value ? "☑" : "☐")} {Label}</span></div>\n";

    private protected override bool Fit(bool value) => value;

    private protected override JsonNode? Json(bool value) => value;

    private protected override bool TryRead(JsonNode? json, out bool value)
    {
        value = false;
        return json is JsonValue said && said.TryGetValue(out value);
    }

    private protected override string Text(bool value) => value ? "yes" : "no";
}
