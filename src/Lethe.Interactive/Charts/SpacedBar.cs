using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>XPlot's bar with two properties that it lacks.</summary>
internal sealed class SpacedBar : Bar
{
    /// <summary>In units of the axis.</summary>
    public double width { get; init; }

    /// <summary>What the pointer shows; <c>text</c> would be written on the bar.</summary>
    public IReadOnlyList<string> hovertext { get; init; } = [];
}
