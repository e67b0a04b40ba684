using System.Text.Json.Nodes;

namespace Lethe.Interactive.Widgets;

/// <summary>Widgets beside or below each other.</summary>
public abstract class Box : Widget
{
    private protected Box(string kind, IReadOnlyList<Widget> children)
        : base(kind, Controls)
    {
        Children = [.. children];
        Set("box_style", (JsonNode)"");
        Set("children", new JsonArray([.. Children.Select(static child => child.Reference)]));
        foreach (var child in Children)
        {
            child.Redrawn += Redraw;
        }
    }

    public IReadOnlyList<Widget> Children { get; }

    private protected override IEnumerable<Widget?> Parts => [Layout, .. Children];

    /// <inheritdoc/>
    public override string ToString() => string.Join(Environment.NewLine, Children);
}
