using System.Text.Json.Serialization;

namespace Lethe.Experiments.Tables;

/// <summary>A table of results beside the published ones, ready to be printed in any form.</summary>
/// <param name="Columns">In groups, one group a model.</param>
/// <param name="Notes">How to read it, and footnotes.</param>
/// <param name="Origin">Where its numbers come from.</param>
[TypeFormatterSource("Lethe.Interactive.Formatting.ResultTableFormatterSource, Lethe.Interactive")]
public sealed record ResultTable(
    string Experiment,
    string Name,
    string Title,
    string Dataset,
    string Profile,
    IReadOnlyList<ResultColumn> Columns,
    IReadOnlyList<ResultRow> Rows,
    IReadOnlyList<string> Notes,
    TableOrigin Origin
)
{
    /// <summary>Whether the best of a column is told: not where rows rest on too few pictures to be put in order.</summary>
    public bool IsRanked { get; init; } = true;

    /// <summary>Which rows do not compete, for people; null if there is nothing to say.</summary>
    [JsonIgnore]
    public string? RankingNote { get; init; }

    /// <summary>The data set, for people.</summary>
    [JsonIgnore]
    public string DatasetTitle { get; init; } = Dataset;

    /// <summary>A figure that belongs below it on a page: its heading and SVG; null for none.</summary>
    [JsonIgnore]
    public (string Heading, string Svg)? Appendix { get; init; }

    /// <summary>
    /// The cell of <paramref name="method"/> in the column of <paramref name="group"/> and <paramref name="metric"/>; null if there is
    /// none.
    /// </summary>
    public ResultCell? Find(string method, string group, string metric)
    {
        var column = Columns.ToList().FindIndex(column => column.Group == group && column.Metric == metric);
        return column < 0 ? null : Rows.FirstOrDefault(row => row.Method == method)?.Cells[column];
    }

    /// <summary>What is printed as one block: the columns of one model, by their places.</summary>
    public IEnumerable<(string Heading, IReadOnlyList<int> Columns)> Blocks() =>
        Enumerable
            .Range(0, Columns.Count)
            .GroupBy(i => Columns[i].Group)
            .Select(group => (Columns[group.First()].BlockHeading, (IReadOnlyList<int>)[.. group]));

    /// <summary>If nothing in a block was run, and all for one reason: that reason, as a status; else null.</summary>
    public string? NothingRun(IReadOnlyList<int> columns)
    {
        var cells = Rows.SelectMany(row => columns.Select(i => row.Cells[i])).ToList();
        return cells.All(cell => cell.Ours is null) && cells.Select(cell => cell.StatusText).Distinct().ToList() is [var same]
            ? same
            : null;
    }

    /// <summary>
    /// What a row of a block comes to, in one phrase: each status once, with the columns it holds for if there are several.
    /// </summary>
    public string StatusOf(ResultRow row, IReadOnlyList<int> columns)
    {
        // What the paper lacks has no status worth telling, as long as there is anything else.
        List<List<int>> choices =
        [
            [.. columns.Where(i => row.Cells[i].Published is not null)],
            [.. columns.Where(i => row.Cells[i].Ours is not null)],
            [.. columns],
        ];
        var groups = choices.First(choice => choice.Count > 0).GroupBy(i => row.Cells[i].StatusText).ToList();
        return groups.Count == 1
            ? groups[0].Key
            : string.Join(
                "; ",
                groups
                    .OrderBy(same => row.Cells[same.First()].Status)
                    .Select(same => $"{same.Key}: {string.Join(", ", same.Select(i => Columns[i].Label))}")
            );
    }
}
