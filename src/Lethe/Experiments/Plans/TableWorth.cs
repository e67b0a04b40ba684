using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;

namespace Lethe.Experiments.Plans;

/// <summary>
/// What the records of cells add to tables: as many as the published numbers that they stand beside, in all the tables that are asked for.
/// The first record of a place counts whole, one of a second seed half, of a third a third: an empty cell of a table is worth most. What
/// no paper has adds nothing.
/// </summary>
public sealed class TableWorth
{
    private readonly ILookup<string, PublishedTable> published;
    private readonly Dictionary<object, int> seeds = [];

    /// <param name="tables">Names of <see cref="ExperimentCatalog.Names"/>.</param>
    /// <param name="recorded">The cells that have a record.</param>
    /// <exception cref="LetheException">No such table.</exception>
    public TableWorth(IEnumerable<string> tables, IEnumerable<Cell> recorded)
    {
        var names = ExperimentCatalog.Tables(tables).ToHashSet(StringComparer.Ordinal);
        published = ExperimentCatalog
            .All.SelectMany(static one => one.Tables)
            .Where(table => names.Contains(table.Name) && PublishedTables.Names.Contains(table.Name))
            .Distinct()
            .ToLookup(static table => table.Source, static table => PublishedTables.Load(table.Name));
        foreach (var cell in recorded)
        {
            Count(cell);
        }
    }

    /// <summary>What the next cell adds, when those asked about before have been computed.</summary>
    public double Of(Cell cell) => (double)Numbers(cell) / Count(cell);

    private int Numbers(Cell cell) =>
        (
            from table in published[cell.Experiment]
            from row in table.Rows
            where
                row.Model == cell.Model
                && row.Method == cell.Method
                && row.Dataset == DatasetCatalog.All.PublishedName(cell.Dataset)
                && row.Variant == cell.Settings.GetValueOrDefault("variant")
            select row.Values.Count
        ).Sum();

    // How many there are of its place with this one.
    private int Count(Cell cell)
    {
        var place = (
            cell.Experiment,
            cell.Dataset,
            cell.Model,
            cell.Method,
            cell.Profile,
            cell.Forgotten,
            cell.Settings.GetValueOrDefault("variant")
        );
        return seeds[place] = seeds.GetValueOrDefault(place) + 1;
    }
}
