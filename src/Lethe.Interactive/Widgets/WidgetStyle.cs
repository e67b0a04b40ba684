namespace Lethe.Interactive.Widgets;

/// <summary>Gives labels the room they need; the front end would cut them. One for all: it never changes.</summary>
internal sealed class WidgetStyle : Widget
{
    private WidgetStyle()
        : base("DescriptionStyle", Controls, "Style")
    {
        Set("_view_module", (System.Text.Json.Nodes.JsonNode)Base);
        Set("description_width", (System.Text.Json.Nodes.JsonNode)"initial");
    }

    public static WidgetStyle Shared { get; } = new();

    internal override Html Still() => new();
}
