namespace Lethe.Interactive.Widgets;

/// <summary>What place a widget takes on the page: a model of its own, and no picture.</summary>
internal sealed class WidgetLayout : Widget
{
    public WidgetLayout(string width)
        : base("Layout", Base) => Set("width", (System.Text.Json.Nodes.JsonNode)width);

    internal override Html Still() => new();
}
