using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Models;

namespace Lethe.Unlearning.Tables;

/// <summary>A table of unlearning that the paper does not have.</summary>
internal abstract class LauMetricTable(string name, string title, string model, string? source = null)
    : MetricTable(name, title, model, source)
{
    protected override IReadOnlyList<string> Rows => ["lau"];

    protected override IReadOnlyList<ResultColumn> ColumnsFor(string model, IReadOnlyCollection<RunRecord> used) =>
        ForgetColumns.Of(used) is { } own ? [.. own, .. Columns(model).Where(ForgetColumns.IsOfAnySet)] : Columns(model);

    protected override string ModelTitle(string model) => ModelCatalog.All.TitleOf(model);

    public override ResultTable Build(TableData data)
    {
        var table = base.Build(data);
        var used = data.Records.Where(record =>
            record.Cell.Experiment == Source && record.Cell.Dataset == data.Dataset && record.Cell.Profile == data.Profile
        );
        return table with { Notes = [.. table.Notes, .. ForgetColumns.Notes([.. used])] };
    }

    protected override ResultRow Row(string row, IReadOnlyList<ResultCell> cells) => LauTable.Row(row, cells);
}
