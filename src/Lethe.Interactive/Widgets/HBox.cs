namespace Lethe.Interactive.Widgets;

/// <summary>Widgets beside each other.</summary>
public sealed class HBox(params IReadOnlyList<Widget> children) : Box("HBox", children)
{
    internal override Html Still() => $"<div class=\"beside\">{Children.Select(static child => child.Still())}</div>\n";
}
