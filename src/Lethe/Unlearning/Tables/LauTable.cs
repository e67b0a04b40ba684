using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Models;

namespace Lethe.Unlearning.Tables;

/// <summary>What the paper's two main tables have in common: rows are methods, blocks of columns are networks.</summary>
internal abstract class LauTable(string name) : Table(name, source: LauExperiment.Name)
{
    public override ResultTable Build(TableData data)
    {
        var groups = new RecordGroups(data.Records, Source, data.Dataset, data.Profile, MethodSettings.RowsOf(data.Records));
        var usual = DatasetCatalog.All.Find(data.Dataset)?.Networks is [_, ..] own ? own : ModelCatalog.PaperNames;
        var models = data.Models ?? ModelCatalog.All.InOrder([.. usual, .. groups.Keys.Select(static key => key.Model)]);
        List<ResultColumn> columns = [.. models.SelectMany(model => ColumnsOf(model, ColumnsFor(groups.Used)))];
        var found = groups.Keys.Select(static key => key.Method).ToHashSet();
        var methods = MethodSettings.WithBeside(
            UnlearningCatalog.InOrder([.. UnlearningCatalog.PaperRows, .. found.Select(MethodSettings.MethodOf)]),
            found
        );
        return data.Table(
            this,
            $"{Title}, {data.DatasetTitle}",
            columns,
            [.. methods.SelectMany(method => RowsOf(groups, data.PaperDataset, method, columns))],
            [.. Notes, .. ForgetColumns.Notes(groups.Used), .. MethodSettings.Notes(groups.Used), .. OutOfDate(groups)],
            groups.Used,
            groups.LeftOut
        ) with
        {
            RankingNote =
                "Original and Retrain do not compete: they are what the methods are measured against. Nor does a time without "
                + "a part of the work (features cached).",
        };
    }

    protected abstract IReadOnlyList<string> Notes { get; }

    /// <summary>For each network.</summary>
    protected abstract IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>Those and more where the records have more to show.</summary>
    protected virtual IReadOnlyList<ResultColumn> ColumnsFor(IReadOnlyCollection<RunRecord> used) => Columns;

    /// <summary>The rows of a method: one, or none, or more.</summary>
    /// <param name="paper">The paper's data set.</param>
    protected abstract IEnumerable<ResultRow> RowsOf(RecordGroups groups, string paper, string method, IReadOnlyList<ResultColumn> columns);

    /// <summary>The network that the paper prints a column's numbers for.</summary>
    protected static string PaperNetwork(ResultColumn column) => ModelCatalog.All.PublishedName(column.Group);

    internal static ResultRow Row(string method, IEnumerable<ResultCell> cells) =>
        new(method, MethodSettings.TitleOf(method), [.. cells])
        {
            IsOwn = method == "lau",
            Competes = method is not (UnlearningCatalog.Original or UnlearningCatalog.Retrain),
        };

    internal static IEnumerable<ResultColumn> ColumnsOf(string model, IEnumerable<ResultColumn> columns) =>
        columns.Select(column => column.Of(model, ModelCatalog.All.TitleOf(model)));

    // The main experiment runs each method as the catalogue has it: other settings are those of an earlier version of the kit.
    private static IEnumerable<string> OutOfDate(RecordGroups groups) =>
        groups
            .Used.Select(static record => record.Cell)
            .Where(IsOutOfDate)
            .Select(static cell => $"{UnlearningCatalog.TitleOf(cell.Method)} on {ModelCatalog.All.TitleOf(cell.Model)}")
            .Distinct()
            .ToList()
            is { Count: > 0 } old
            ? [$"{string.Join(", ", old)}: computed with other settings than the method has now. Run it again to compare it with the rest."]
            : [];

    private static bool IsOutOfDate(Cell cell)
    {
        const string Prefix = "method.";
        var own = cell
            .Settings.Where(static setting => setting.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(static setting => KeyValuePair.Create(setting.Key[Prefix.Length..], setting.Value))
            .ToList();
        return own.Count > 0 && !own.SequenceEqual(Settings.Of(MethodSettings.Today(cell)));
    }
}
