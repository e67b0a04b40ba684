using System.Text.Json.Serialization;

namespace Lethe.Experiments.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Group">The model it belongs to; where columns are data sets, the metric.</param>
/// <param name="Metric">Key of the metric, for example <c>D_tr</c>.</param>
/// <param name="IsMoreBetter">Decides the arrow in <see cref="Heading"/>.</param>
/// <param name="Unit">How its numbers are printed.</param>
/// <param name="ComparesChange">True if the comparison is of changes against the original; see <see cref="ResultCell.Difference"/>.</param>
public sealed record ResultColumn(
    string Group,
    string Metric,
    string Label,
    bool IsMoreBetter,
    MetricUnit Unit,
    bool ComparesChange = false
)
{
    /// <summary>
    /// True if <see cref="Group"/> is a metric and <see cref="Metric"/> a part of the data: a family of forgeries, or their average.
    /// </summary>
    public bool IsPartOfData { get; init; }

    /// <summary>What stands above the columns of one group.</summary>
    public string BlockHeading { get; init; } = Group;

    /// <summary>
    /// True if it belongs to what a table says first, where there is room for little; a table with no such column shows all.
    /// </summary>
    [JsonIgnore]
    public bool IsHeadline { get; init; }

    /// <summary>Whether it says by itself what is better; what should be as near as it can to another row does not.</summary>
    [JsonIgnore]
    public bool HasDirection { get; init; } = true;

    /// <summary>The same column for a group.</summary>
    public ResultColumn Of(string group, string heading) => this with { Group = group, BlockHeading = heading };

    /// <summary>The label with an arrow to where it is better.</summary>
    public string Heading => HasDirection ? $"{Label} {(IsMoreBetter ? '↑' : '↓')}" : Label;
}
