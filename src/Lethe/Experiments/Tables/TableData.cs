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

    /// <summary>An empty table of these data: what every table has in common.</summary>
    public ResultTable Table(
        Table table,
        string title,
        IReadOnlyList<ResultColumn> columns,
        IReadOnlyList<ResultRow> rows,
        IEnumerable<string> notes,
        IReadOnlyCollection<RunRecord> used
    ) =>
        new(table.Source, table.Name, $"{title}, {Profile} profile", Dataset, Profile, columns, rows, [.. notes], TableOrigin.Of(used))
        {
            DatasetTitle = DatasetTitle,
        };
}
