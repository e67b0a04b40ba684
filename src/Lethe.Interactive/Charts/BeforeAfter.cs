using XPlot.Plotly;

namespace Lethe.Interactive.Charts;

/// <summary>A slider that swaps images or charts in place, so that the eye sees what has changed.</summary>
/// <example><code>
/// BeforeAfter.Draw([("before", HeatMap.Draw(first, names, names, "%")), ("after", HeatMap.Draw(second, names, names, "%"))])
/// </code></example>
public static class BeforeAfter
{
    /// <param name="states">In the order of the slider; where a chart has no range of its own, all get the same axes.</param>
    /// <exception cref="ArgumentException">There are fewer than two.</exception>
    public static PlotlyChart Draw(IReadOnlyList<(string Name, PlotlyChart Chart)> states) =>
        states.Count >= 2 ? StateSlider.Join(states) : throw new ArgumentException("A slider needs at least two states.");

    /// <param name="states">In the order of the slider.</param>
    /// <exception cref="ArgumentException">There are fewer than two.</exception>
    public static PlotlyChart Draw(IReadOnlyList<(string Name, Picture Picture)> states, string? title = null) =>
        Draw([.. states.Select(state => (state.Name, ImageGrid.Draw([state.Picture], columns: 1, title: title)))]);
}
