using System.Text.Json.Nodes;

namespace Lethe.Interactive.Widgets;

/// <summary>Markup that code replaces: what is in it stands on the page as it is.</summary>
public sealed class HtmlText : Widget
{
    public HtmlText(string value = "")
        : base("HTML", Controls)
    {
        Set("description", (JsonNode)"");
        Value = value;
    }

    public string Value
    {
        get;
        set => Set("value", (JsonNode)(field = value));
    }

    internal override Html Still() => $"<div>{Pages.Html.Raw(Value)}</div>\n";
}
