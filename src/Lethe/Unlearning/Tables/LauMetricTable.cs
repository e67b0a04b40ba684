using Lethe.Experiments.Tables;
using Lethe.Models;

namespace Lethe.Unlearning.Tables;

/// <summary>A table of unlearning that the paper does not have.</summary>
internal abstract class LauMetricTable(string name, string title, string model, string? source = null)
    : MetricTable(name, title, model, source)
{
    protected override IReadOnlyList<string> Rows => ["lau"];

    protected override string ModelTitle(string model) => ModelCatalog.All.TitleOf(model);

    protected override ResultRow Row(string row, IReadOnlyList<ResultCell> cells) => LauTable.Row(row, cells);
}
