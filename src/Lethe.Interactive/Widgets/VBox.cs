namespace Lethe.Interactive.Widgets;

/// <summary>Widgets below each other.</summary>
public sealed class VBox(params IReadOnlyList<Widget> children) : Box("VBox", children)
{
    internal override Html Still() => $"<div>{Children.Select(static child => child.Still())}</div>\n";
}
