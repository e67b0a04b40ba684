using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using Lethe.Metrics;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Unlearning.Tables;

/// <summary>The paper's utility table: accuracies, US and gap to Retrain.</summary>
internal sealed class LauUtility() : LauTable("lau-utility")
{
    private const string Gap = "gap_to_retrain";

    protected override IReadOnlyList<string> Notes =>
        [
            "Each cell: ours ± standard deviation (seeds) / paper / difference. Accuracies in percent: D_r, D_f on the "
                + "retained and the forgotten part of the training set, D_tr, D_tf on those of the test set. "
                + "US is the unlearning score of D_tr and D_tf; gap is the mean distance to Retrain in points.",
            "For D_f and D_tf the difference is between values; for D_r, D_tr and US it is between the changes that the "
                + "method made to its own original. "
                + Comparability.Rule,
        ];

    protected override IReadOnlyList<ResultColumn> ColumnsFor(IReadOnlyCollection<RunRecord> used) =>
        ForgetColumns.Of(used) is { } own ? [.. own, Points.Down(Gap, "gap")] : Columns;

    protected override IReadOnlyList<ResultColumn> Columns { get; } =
    [
        Percent.Up("D_r") with
        {
            ComparesChange = true,
        },
        Percent.Down("D_f"),
        Percent.Up("D_tr") with
        {
            ComparesChange = true,
            IsHeadline = true,
        },
        Percent.Down("D_tf") with
        {
            IsHeadline = true,
        },
        Score.Up("US") with
        {
            ComparesChange = true,
        },
        Points.Down(Gap, "gap"),
    ];

    protected override IEnumerable<ResultRow> RowsOf(
        RecordGroups groups,
        string paper,
        string method,
        IReadOnlyList<ResultColumn> columns
    ) => [Row(method, columns.Select(column => CellOf(groups, paper, method, column)))];

    private ResultCell CellOf(RecordGroups groups, string paper, string method, ResultColumn column)
    {
        var values = Values(groups, groups.Of(column.Group, method), column.Metric).ToList();
        var records = groups.Of(column.Group, method);
        var printed = PrintedNumber.Of(Published, paper, PaperNetwork(column), method, column.Metric);
        var whyEmpty =
            column.Metric != Gap ? Comparability.NotInTheRecord
            : method == UnlearningCatalog.Retrain ? Comparability.ReferenceItself
            : "no Retrain record";
        return Comparability.Cell(
            column,
            records,
            Measurement.Of([.. values.Select(static pair => pair.Value)]),
            groups.WhyNot(column.Group, method, whyEmpty),
            printed,
            Comparability.Obstacle(records),
            number =>
                column.ComparesChange && method != UnlearningCatalog.Original
                    ? Change(groups, paper, column, values, number.Value)
                    : Measurement.Of([.. values.Select(pair => pair.Value - number.Value)])
        );
    }

    // Seed by seed: (ours - our original) - (published - published original)
    private Measurement? Change(
        RecordGroups groups,
        string paper,
        ResultColumn column,
        IEnumerable<(int Seed, double Value)> values,
        double printed
    )
    {
        if (Published!.Find(paper, PaperNetwork(column), UnlearningCatalog.Original, column.Metric) is not { } original)
        {
            return null;
        }
        var originals = Values(groups, groups.Of(column.Group, UnlearningCatalog.Original), column.Metric).ToDictionary();
        return Measurement.Of([
            .. values
                .Where(pair => originals.ContainsKey(pair.Seed))
                .Select(pair => pair.Value - originals[pair.Seed] - (printed - original.Value)),
        ]);
    }

    private static IEnumerable<(int Seed, double Value)> Values(RecordGroups groups, IEnumerable<RunRecord> records, string metric) =>
        from record in records
        let value = record.Value(metric) ?? (metric == Gap ? GapOf(groups, record) : null)
        where value is not null
        select (record.Cell.Seed, value.Value);

    // A record that is older than Retrain's does not know its gap.
    private static double? GapOf(RecordGroups groups, RunRecord record) =>
        record.Cell.Method != UnlearningCatalog.Retrain
        && groups.Of(record.Cell.Model, UnlearningCatalog.Retrain).FirstOrDefault(retrain => retrain.Cell.Seed == record.Cell.Seed)
            is { } retrain
        && SplitAccuracies.Of(record.Value) is { } ours
        && SplitAccuracies.Of(retrain.Value) is { } goal
            ? ours.GapTo(goal)
            : null;
}
