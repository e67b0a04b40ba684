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
            child.Turned += Turn;
        }
    }

    public IReadOnlyList<Widget> Children { get; }

    /// <summary>The box, and below it what <paramref name="draw"/> shows, now and after every change of a value in the box.</summary>
    /// <param name="draw">Its value is shown: a chart, a table, a text.</param>
    public VBox Show(Func<object?> draw)
    {
        var area = new OutputArea();
        Turned += () => area.Show(draw());
        area.Show(draw());
        return new(this, area);
    }

    private protected override IEnumerable<Widget?> Parts => [Layout, .. Children];

    /// <inheritdoc/>
    public override string ToString() => string.Join(Environment.NewLine, Children);
}
