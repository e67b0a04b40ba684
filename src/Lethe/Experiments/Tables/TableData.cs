using Lethe.Data;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Tables;

/// <summary>What a table is made from.</summary>
/// <param name="Records">Any; a table takes those of its experiment, data set and profile.</param>
/// <param name="Models">The models to show; null for the table's own.</param>
public sealed record TableData(IReadOnlyCollection<RunRecord> Records, string Dataset, string Profile, IReadOnlyList<string>? Models)
{
    public string DatasetTitle => DatasetCatalog.All.TitleOf(Dataset);

    /// <summary>The data set of the paper whose numbers stand beside these.</summary>
    public string PaperDataset => DatasetCatalog.All.PublishedName(Dataset);

    /// <summary>The table of these data: what every table has in common, footnotes too.</summary>
    /// <param name="used">The records that it shows.</param>
    /// <param name="leftOut">How many of its records it does not show, see <see cref="RecordGroups.LeftOut"/>.</param>
    public ResultTable Table(
        Table table,
        string title,
        IReadOnlyList<ResultColumn> columns,
        IReadOnlyList<ResultRow> rows,
        IEnumerable<string> notes,
        IReadOnlyCollection<RunRecord> used,
        int leftOut = 0
    )
    {
        var footnotes = columns.Index().SelectMany(column => rows.SelectMany(row => row.Cells[column.Index].Footnotes));
        string[] missing =
            leftOut == 0 ? [] : [$"{leftOut} more records, with other settings or another forgotten class, are not shown in this table."];
        return new(
            table.Source,
            table.Name,
            $"{title}, {Profile} profile",
            Dataset,
            Profile,
            columns,
            rows,
            [.. notes.Concat(footnotes).Concat(missing).Distinct()],
            TableOrigin.Of(used)
        )
        {
            DatasetTitle = DatasetTitle,
        };
    }
}
