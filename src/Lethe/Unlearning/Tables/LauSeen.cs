using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Models;
using Lethe.Unlearning.Seen;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Unlearning.Tables;

/// <summary>What every method made of one network, image by image: the numbers beside the pictures.</summary>
internal sealed class LauSeen() : Table(SeenPlan.Name, "What each method changed, image by image")
{
    private const string OfMethod = "seconds"; // a record's have the methods' names

    private static readonly IReadOnlyList<ResultColumn> Shown =
    [
        Percent.Down("D_f"),
        Percent.Down("D_tf"),
        Percent.Up("D_r"),
        Percent.Up("D_tr"),
        Score.Up("similarity", "CKA of features"),
        Distance.Down("distance", "to Original"),
        Seconds.Down(OfMethod, "seconds"),
    ];

    /// <summary>The experiment whose only table it is.</summary>
    public ExperimentEntry Alone =>
        new(Name, [this], static context => SeenPlan.Open(context, MethodSettings.MethodOf)) { IsAside = true, Rules = SeenRules.All };

    public override ResultTable Build(TableData data)
    {
        var all = data
            .Records.Where(record =>
                record.Cell.Experiment == Name && record.Cell.Dataset == data.Dataset && record.Cell.Profile == data.Profile
            )
            .ToList();
        var used = all.Where(static record => record.Status == RunStatus.Done).ToList();
        var models = data.Models ?? ModelCatalog.All.InOrder(used.Select(static record => record.Cell.Model));
        models = models.Count > 0 ? models : [SeenPlan.Model];
        List<ResultColumn> columns = [.. models.SelectMany(static model => LauTable.ColumnsOf(model, Shown))];
        var methods = used.SelectMany(static record => record.Metrics.Keys)
            .Where(static key => key.StartsWith("D_f.", StringComparison.Ordinal))
            .Select(static key => key["D_f.".Length..]);
        return data.Table(
            this,
            $"{Title}, {data.DatasetTitle}",
            columns,
            [
                .. UnlearningCatalog
                    .InOrder([UnlearningCatalog.Original, UnlearningCatalog.Retrain, .. methods])
                    .Select(method => LauTable.Row(method, columns.Select(column => CellOf(used, all, method, column)))),
            ],
            [.. Notes, .. used.SelectMany(static record => record.Notes).Where(SeenRecord.IsOfMethod).Distinct()],
            used
        ) with
        {
            IsRanked = false,
        };
    }

    private static IEnumerable<string> Notes =>
        [
            "Each cell: mean ± standard deviation (runs) over seeds. The paper has no such table. CKA of features: likeness of the last "
                + "layer before the head to Original's, on images of the other classes; 1 is the same. To Original: L2 distance of all "
                + "parameters; the mask's is infinite. Seconds: of one run, not the median of several as in lau-efficiency.",
            "The pictures: notebook 31_what_is_forgotten, and the page that `lethe gallery` links.",
        ];

    private static ResultCell CellOf(List<RunRecord> used, List<RunRecord> all, string method, ResultColumn column)
    {
        var found = used.Where(record => record.Cell.Model == column.Group).ToList();
        var ours = Measurement.Of(found, column.Metric == OfMethod ? method : SeenRecord.Key(column.Metric, method));
        var whyNot = all.FindLast(record => record.Cell.Model == column.Group) is { Error: { } error } ? $"failed: {error}" : "no record";
        return Comparability.Cell(column, ours is null ? [] : found, ours, found.Count == 0 ? whyNot : Comparability.NotInTheRecord);
    }
}
