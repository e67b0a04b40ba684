using Lethe.Experiments.Published;
using Lethe.Experiments.Records;
using Lethe.Metrics;

namespace Lethe.Experiments.Tables;

/// <summary>The paper's utility table.</summary>
internal sealed class UtilityTable(RecordGroups groups, string dataset, string profile)
{
    public const string Name = "lau-utility";
    public const string Gap = "gap_to_retrain";

    private readonly PublishedTable published = PublishedTables.Load(Name);
    private readonly string paperDataset = Labels.PublishedDataset(dataset);

    public ResultTable Build(IReadOnlyList<string>? models)
    {
        List<ResultColumn> columns = [.. TableView.Models(groups, models).SelectMany(ColumnsOf)];
        List<ResultRow> rows = [.. TableView.Methods(groups).Select(method => new ResultRow(method, Labels.Of(method), [.. columns.Select(column => CellOf(method, column))]))];
        var flags = columns.SelectMany(column => Labels.PaperMethods.SelectMany(method => published.FlagsOf(paperDataset, column.Group, method, column.Metric))).Distinct();
        return new(
            "lau",
            Name,
            $"{published.Title}, {Labels.Of(dataset)}, {profile} profile",
            dataset,
            profile,
            columns,
            rows,
            [
                "A cell reads: ours ± standard deviation (seeds) / paper / difference. Accuracies in percent: D_r, D_f on the retained and the forgotten part of the training set, D_tr, D_tf of the test set. "
                    + "US is the unlearning score of D_tr and D_tf; gap is the mean distance to Retrain in points.",
                "Differences are of values for D_f and D_tf; for D_r, D_tr and US they are of what the method changed against the original of its own side. "
                    + Comparability.Rule,
                .. flags.Select(flag => $"† {flag.Note}"),
                .. TableView.OutOfDate(groups),
                .. TableView.LeftOut(groups),
            ],
            TableOrigin.Of(groups.Used));
    }

    private static ResultColumn[] ColumnsOf(string model) =>
    [
        new(model, "D_r", "D_r", true, MetricUnit.Percent, ComparesChange: true),
        new(model, "D_f", "D_f", false, MetricUnit.Percent),
        new(model, "D_tr", "D_tr", true, MetricUnit.Percent, ComparesChange: true) { IsHeadline = true },
        new(model, "D_tf", "D_tf", false, MetricUnit.Percent) { IsHeadline = true },
        new(model, "US", "US", true, MetricUnit.Score, ComparesChange: true),
        new(model, Gap, "gap", false, MetricUnit.Points),
    ];

    private ResultCell CellOf(string method, ResultColumn column)
    {
        var records = groups.Of(column.Group, method);
        var cell = new ResultCell
        {
            Records = RecordGroups.Ids(records),
            Published = published.Find(paperDataset, column.Group, method, column.Metric),
            IsFlagged = published.FlagsOf(paperDataset, column.Group, method, column.Metric).Any(),
            Ours = Measured(column.Group, method, column.Metric),
        };
        if (cell.Ours is null)
        {
            var why = records.Count == 0 ? groups.WhyNot(column.Group, method) : column.Metric != Gap ? "not in the record" : method == "retrain" ? "the reference itself" : "no Retrain record";
            return cell with { Status = ResultStatus.NotRun, Reason = why };
        }
        if (cell.Published is not { } paper)
        {
            return cell with { Status = ResultStatus.NotComparable, Reason = Comparability.NotInThePaper };
        }
        var obstacle = Comparability.Obstacle(records) ?? (Comparability.IsMisprint(published, paperDataset, column.Group, method, column.Metric) ? "misprint in the paper" : null);
        if (obstacle is not null)
        {
            return cell with { Status = ResultStatus.NotComparable, Reason = obstacle };
        }
        return Difference(column, method, records, paper) is { } difference
            ? Comparability.Compare(cell, difference, column.Unit)
            : cell with { Status = ResultStatus.NotComparable, Reason = "no Original record" };
    }

    // ours - published; of a change, seed by seed: (ours - our original) - (published - published original)
    private Measurement? Difference(ResultColumn column, string method, IReadOnlyList<RunRecord> records, PublishedValue paper)
    {
        if (!column.ComparesChange || method == "original")
        {
            return Measurement.Of([.. Values(records, column.Metric).Select(pair => pair.Value - paper.Value)]);
        }
        if (published.Find(paperDataset, column.Group, "original", column.Metric) is not { } paperOriginal)
        {
            return null;
        }
        var originals = Values(groups.Of(column.Group, "original"), column.Metric).ToDictionary();
        return Measurement.Of([.. Values(records, column.Metric).Where(pair => originals.ContainsKey(pair.Seed)).Select(pair => pair.Value - originals[pair.Seed] - (paper.Value - paperOriginal.Value))]);
    }

    private IEnumerable<(int Seed, double Value)> Values(IEnumerable<RunRecord> records, string metric) =>
        from record in records
        let value = record.Metrics.TryGetValue(metric, out var measured) ? measured : metric == Gap ? GapOf(record) : null
        where value is not null
        select (record.Cell.Seed, value.Value);

    private Measurement? Measured(string model, string method, string metric) =>
        Measurement.Of([.. Values(groups.Of(model, method), metric).Select(static pair => pair.Value)]);

    // A record that is older than Retrain's does not know its gap.
    private double? GapOf(RunRecord record) =>
        record.Cell.Method != "retrain" && groups.Of(record.Cell.Model, "retrain").FirstOrDefault(retrain => retrain.Cell.Seed == record.Cell.Seed) is { } retrain && Accuracies(record) is { } ours && Accuracies(retrain) is { } goal
            ? RetrainGap.Of(ours, goal)
            : null;

    private static SplitAccuracies? Accuracies(RunRecord record) =>
        record.Metrics.TryGetValue("D_r", out var retain) && record.Metrics.TryGetValue("D_f", out var forget) && record.Metrics.TryGetValue("D_tr", out var retainTest) && record.Metrics.TryGetValue("D_tf", out var forgetTest)
            ? new(retain, forget, retainTest, forgetTest)
            : null;
}
