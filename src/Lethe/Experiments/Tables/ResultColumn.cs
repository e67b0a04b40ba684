namespace Lethe.Experiments;

/// <summary>A column of a table.</summary>
/// <param name="Group">The model it belongs to.</param>
/// <param name="Metric">Key of the metric, for example <c>D_tr</c>.</param>
/// <param name="Label">For people.</param>
/// <param name="IsMoreBetter">Decides the arrow in <see cref="Heading"/>.</param>
/// <param name="Unit">How its numbers are printed.</param>
/// <param name="ComparesChange">True if the comparison is of changes against the original; see <see cref="ResultCell.Difference"/>.</param>
public sealed record ResultColumn(string Group, string Metric, string Label, bool IsMoreBetter, MetricUnit Unit, bool ComparesChange = false)
{
    /// <summary>The label with an arrow to where it is better.</summary>
    public string Heading => $"{Label} {(IsMoreBetter ? '↑' : '↓')}";
}
