using Lethe.Experiments.Published;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Metrics;

namespace Lethe.Unlearning.Tables;

/// <summary>The paper's utility table: accuracies, US and gap to Retrain.</summary>
internal sealed class LauUtility : LauTable
{
    private const string Gap = "gap_to_retrain";

    public override string Name => "lau-utility";

    protected override IReadOnlyList<string> Notes =>
        [
            "Each cell: ours ± standard deviation (seeds) / paper / difference. Accuracies in percent: D_r, D_f on the "
                + "retained and the forgotten part of the training set, D_tr, D_tf on those of the test set. "
                + "US is the unlearning score of D_tr and D_tf; gap is the mean distance to Retrain in points.",
            "For D_f and D_tf the difference is between values; for D_r, D_tr and US it is between the changes that the "
                + "method made to its own original. "
                + Comparability.Rule,
        ];

    protected override IEnumerable<ResultColumn> ColumnsOf(string model) =>
        [
            Column(model, "D_r", "D_r", true, MetricUnit.Percent, comparesChange: true),
            Column(model, "D_f", "D_f", false, MetricUnit.Percent),
            Column(model, "D_tr", "D_tr", true, MetricUnit.Percent, comparesChange: true) with
            {
                IsHeadline = true,
            },
            Column(model, "D_tf", "D_tf", false, MetricUnit.Percent) with
            {
                IsHeadline = true,
            },
            Column(model, "US", "US", true, MetricUnit.Score, comparesChange: true),
            Column(model, Gap, "gap", false, MetricUnit.Points),
        ];

    protected override IEnumerable<ResultRow> RowsOf(
        RecordGroups groups,
        string paper,
        string method,
        IReadOnlyList<ResultColumn> columns
    ) => [Row(method, columns.Select(column => CellOf(groups, paper, method, column)))];

    private ResultCell CellOf(RecordGroups groups, string paper, string method, ResultColumn column)
    {
        var records = groups.Of(column.Group, method);
        var printed = PrintedNumber.Of(Published, paper, column.Group, method, column.Metric);
        return Comparability.Cell(
            column,
            records,
            Measurement.Of([.. Values(groups, records, column.Metric).Select(static pair => pair.Value)]),
            WhyEmpty(groups, method, column, records),
            printed,
            Comparability.Obstacle(records) ?? printed.Obstacle,
            number => Difference(groups, paper, column, method, records, number)
        );
    }

    private static string WhyEmpty(RecordGroups groups, string method, ResultColumn column, IReadOnlyList<RunRecord> records) =>
        records.Count == 0 ? groups.WhyNot(column.Group, method)
        : column.Metric != Gap ? Comparability.NotInTheRecord
        : method == UnlearningCatalog.Retrain ? Comparability.ReferenceItself
        : "no Retrain record";

    // ours - published; of a change, seed by seed: (ours - our original) - (published - published original)
    private Measurement? Difference(
        RecordGroups groups,
        string paper,
        ResultColumn column,
        string method,
        IReadOnlyList<RunRecord> records,
        PublishedValue printed
    )
    {
        if (!column.ComparesChange || method == UnlearningCatalog.Original)
        {
            return Measurement.Of([.. Values(groups, records, column.Metric).Select(pair => pair.Value - printed.Value)]);
        }
        if (Published!.Find(paper, column.Group, UnlearningCatalog.Original, column.Metric) is not { } original)
        {
            return null;
        }
        var originals = Values(groups, groups.Of(column.Group, UnlearningCatalog.Original), column.Metric).ToDictionary();
        return Measurement.Of([
            .. Values(groups, records, column.Metric)
                .Where(pair => originals.ContainsKey(pair.Seed))
                .Select(pair => pair.Value - originals[pair.Seed] - (printed.Value - original.Value)),
        ]);
    }

    private static IEnumerable<(int Seed, double Value)> Values(RecordGroups groups, IEnumerable<RunRecord> records, string metric) =>
        from record in records
        let value = record.Metrics.TryGetValue(metric, out var measured) ? measured
        : metric == Gap ? GapOf(groups, record)
        : null
        where value is not null
        select (record.Cell.Seed, value.Value);

    // A record that is older than Retrain's does not know its gap.
    private static double? GapOf(RecordGroups groups, RunRecord record) =>
        record.Cell.Method != UnlearningCatalog.Retrain
        && groups.Of(record.Cell.Model, UnlearningCatalog.Retrain).FirstOrDefault(retrain => retrain.Cell.Seed == record.Cell.Seed)
            is { } retrain
        && Accuracies(record) is { } ours
        && Accuracies(retrain) is { } goal
            ? RetrainGap.Of(ours, goal)
            : null;

    private static SplitAccuracies? Accuracies(RunRecord record) =>
        record.Metrics.TryGetValue("D_r", out var retain)
        && record.Metrics.TryGetValue("D_f", out var forget)
        && record.Metrics.TryGetValue("D_tr", out var retainTest)
        && record.Metrics.TryGetValue("D_tf", out var forgetTest)
            ? new(retain, forget, retainTest, forgetTest)
            : null;
}
