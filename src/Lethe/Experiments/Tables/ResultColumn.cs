namespace Lethe.Experiments;

/// <summary>A column of a table.</summary>
/// <param name="Group">The model it belongs to; "all" for what all models share.</param>
/// <param name="Metric">Key of the metric, for example <c>D_tr</c>.</param>
/// <param name="Label">For people, with an arrow to where it is better.</param>
/// <param name="Unit">How its numbers are printed.</param>
/// <param name="ComparesChange">True if the comparison is of changes against the original; see <see cref="ResultCell.Difference"/>.</param>
public sealed record ResultColumn(string Group, string Metric, string Label, MetricUnit Unit, bool ComparesChange = false)
{
    public const string AllModels = "all";
}
