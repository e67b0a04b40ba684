using System.Text.Json.Nodes;

namespace Lethe.Interactive.Widgets;

/// <summary>A line that a person types; changed when they press Enter or leave it.</summary>
public sealed class TextBox : ValueWidget<string>
{
    /// <param name="hint">Shown in grey while it is empty.</param>
    public TextBox(string value = "", string hint = "")
        : base("Text", value)
    {
        Set("placeholder", (JsonNode)hint);
        Set("continuous_update", (JsonNode)false);
        Begin(value);
    }

    internal override Html Still() => Row($"<span class=\"face\">{(Value.Length > 0 ? Value : "\u00a0")}</span>");

    private protected override string Fit(string value) => value ?? "";

    private protected override JsonNode? Json(string value) => value;

    private protected override bool TryRead(JsonNode? json, out string value)
    {
        var isRead = json is JsonValue said && said.TryGetValue<string>(out _);
        value = isRead ? json!.GetValue<string>() : "";
        return isRead;
    }

    private protected override string Text(string value) => value;
}
