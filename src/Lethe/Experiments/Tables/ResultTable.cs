namespace Lethe.Experiments;

/// <summary>A table of results beside the published ones, ready to be printed in any form.</summary>
/// <param name="Experiment">For example <c>lau</c>.</param>
/// <param name="Name">For example <c>lau-utility</c>.</param>
/// <param name="Title">For people; names the data set and the profile.</param>
/// <param name="Dataset">The data set that was run.</param>
/// <param name="Profile">The profile that was run.</param>
/// <param name="Columns">In groups, one group a model.</param>
/// <param name="Rows">One a method.</param>
/// <param name="Notes">How to read it, and footnotes.</param>
/// <param name="Origin">Where its numbers come from.</param>
/// <param name="IsWide">True if it is printed as one block a column group.</param>
public sealed record ResultTable(
    string Experiment,
    string Name,
    string Title,
    string Dataset,
    string Profile,
    IReadOnlyList<ResultColumn> Columns,
    IReadOnlyList<ResultRow> Rows,
    IReadOnlyList<string> Notes,
    TableOrigin Origin,
    bool IsWide)
{
    /// <summary>The cell of <paramref name="method"/> in the column of <paramref name="group"/> and <paramref name="metric"/>; null if there is none.</summary>
    public ResultCell? Find(string method, string group, string metric)
    {
        var column = Columns.ToList().FindIndex(column => column.Group == group && column.Metric == metric);
        return column < 0 ? null : Rows.FirstOrDefault(row => row.Method == method)?.Cells[column];
    }

    /// <summary>What is printed as one block: a heading (null if it is the whole table) and the places of its columns.</summary>
    public IEnumerable<(string? Heading, IReadOnlyList<int> Columns)> Blocks() => IsWide
        ? Enumerable.Range(0, Columns.Count).GroupBy(i => Columns[i].Group).Select(group => ((string?)Labels.Of(group.Key), (IReadOnlyList<int>)[.. group]))
        : [(null, [.. Enumerable.Range(0, Columns.Count)])];

    /// <summary>What a row of a block comes to, in one phrase: each status once, with the columns it holds for if there are several.</summary>
    public string StatusOf(ResultRow row, IReadOnlyList<int> columns)
    {
        var compared = columns.Where(i => row.Cells[i].Published is not null).ToList(); // what the paper lacks has no status to speak of
        var groups = (compared.Count > 0 ? compared : columns).GroupBy(i => row.Cells[i].StatusText).ToList();
        return groups.Count == 1
            ? groups[0].Key
            : string.Join("; ", groups.Select(same => $"{same.Key}: {string.Join(", ", same.Select(Heading))}"));
    }

    /// <summary>The label of a column; with its model where the table is one block.</summary>
    public string Heading(int column) => IsWide || Columns[column].Group == ResultColumn.AllModels
        ? Columns[column].Label
        : $"{Labels.Of(Columns[column].Group)} {Columns[column].Label}";
}
