using Lethe.Experiments.Records;

namespace Lethe.Experiments.Tables;

/// <summary>
/// A table of measurements that the paper does not have: rows are methods or variants, means are over seeds and forgotten classes.
/// </summary>
/// <param name="model">The model that the experiment runs if nothing else is asked for.</param>
/// <inheritdoc cref="Table(string, string?, string?)"/>
public abstract class MetricTable(string name, string title, string model, string? source = null) : Table(name, title, source)
{
    protected string Model => model;

    /// <summary>Its rows, by <see cref="RowOf"/>.</summary>
    protected abstract IReadOnlyList<string> Rows { get; }

    /// <summary>The columns for a model, which they need not name: <c>MetricUnit.Percent.Up("D_tr")</c>.</summary>
    protected abstract IReadOnlyList<ResultColumn> Columns(string model);

    /// <summary>Likewise where it depends on the records what there is to show.</summary>
    protected virtual IReadOnlyList<ResultColumn> ColumnsFor(string model, IReadOnlyCollection<RunRecord> used) => Columns(model);

    /// <summary>How to read it.</summary>
    protected abstract IReadOnlyList<string> Notes(IReadOnlyList<string> models);

    /// <summary>What tells rows apart: the method, if nothing else is said.</summary>
    protected virtual string RowOf(Cell cell) => cell.Method;

    /// <summary>Likewise where it takes the other records to tell.</summary>
    protected virtual Func<Cell, string> RowsOf(IReadOnlyCollection<RunRecord> records) => RowOf;

    protected virtual ResultRow Row(string row, IReadOnlyList<ResultCell> cells) => new(row, row, cells);

    protected abstract string ModelTitle(string model);

    /// <summary>Whether a method that was not run has no row, if others have one: the methods are more than a run asks for.</summary>
    protected virtual bool LeavesOut => false;

    /// <summary><see cref="ResultTable.IsRanked"/>: rates of a few hundred pictures are not.</summary>
    protected virtual bool IsRanked => true;

    public override ResultTable Build(TableData data)
    {
        var found = data
            .Records.Where(record =>
                record.Cell.Experiment == Source && record.Cell.Dataset == data.Dataset && record.Cell.Profile == data.Profile
            )
            .ToList();
        // Classes have a mean; a class and a random share, or two kinds of sets, do not.
        var set = found
            .GroupBy(static record => record.Cell.ForgetSet)
            .OrderBy(static same => same.Key is null ? 0 : 1)
            .ThenByDescending(static same => same.Count())
            .FirstOrDefault()
            ?.Key;
        var all = found.Where(record => record.Cell.ForgetSet == set).ToList();
        var rowOf = RowsOf(all);
        var own = RecordGroups.Shown(all, Source, rowOf);
        var shown =
            data.Models
            ?? (own.Any(record => record.Cell.Model == model) ? [model] : [.. own.Select(static record => record.Cell.Model).Distinct()]);
        var used = own.Where(record => shown.Contains(record.Cell.Model) && Rows.Contains(rowOf(record.Cell))).ToList();
        var rows = LeavesOut && used.Count > 0 ? [.. Rows.Where(row => used.Any(record => rowOf(record.Cell) == row))] : Rows;
        List<ResultColumn> columns = [.. shown.SelectMany(one => ColumnsFor(one, used).Select(column => column.Of(one, ModelTitle(one))))];
        var over = used.Any(static record => record.Cell.ForgetClass is not null) ? " and forgotten classes" : "";
        return data.Table(
            this,
            $"{Title}, {data.DatasetTitle}",
            columns,
            [.. rows.Select(row => Row(row, [.. columns.Select(column => CellOf(used, all, rowOf, row, column))]))],
            [$"Each cell: mean ± standard deviation (runs) over seeds{over}. The paper has no such table.", .. Notes(shown)],
            used,
            found.Count(record => record.Cell.ForgetSet != set && record.Status == RunStatus.Done)
        ) with
        {
            IsRanked = IsRanked,
        };
    }

    private static ResultCell CellOf(List<RunRecord> used, List<RunRecord> all, Func<Cell, string> rowOf, string row, ResultColumn column)
    {
        var found = used.Where(record => record.Cell.Model == column.Group && rowOf(record.Cell) == row).ToList();
        var ours = Measurement.Of(found, column.Metric);
        var whyNot = all.FindLast(record => record.Cell.Model == column.Group && rowOf(record.Cell) == row) is { Error: { } error }
            ? $"failed: {error}"
            : "no record";
        return Comparability.Cell(column, ours is null ? [] : found, ours, found.Count == 0 ? whyNot : Comparability.NotInTheRecord);
    }
}
