using Lethe.Experiments.Published;
using Lethe.Experiments.Runs;

namespace Lethe.Experiments.Tables;

/// <summary>The table of an <see cref="Ablation"/>: what each variant keeps, forgets and costs.</summary>
internal sealed class AblationTable(Ablation ablation, RecordGroups groups, string dataset, string profile)
{
    private const string Time = "total";

    private readonly PublishedTable? published = ablation.PaperDataset is null ? null : PublishedTables.Load(ablation.Name);
    private readonly string paperDataset = dataset.EndsWith("-sample", StringComparison.Ordinal) ? ablation.PaperDataset ?? dataset : Labels.PublishedDataset(dataset);

    public ResultTable Build(IReadOnlyList<string>? models)
    {
        var shown = models ?? [.. Labels.InOrder(Labels.Models, [.. ablation.Models, .. groups.Keys.Select(static key => key.Model)])];
        List<ResultColumn> columns = [.. shown.SelectMany(ColumnsOf)];
        return new(
            ablation.Name,
            ablation.Name,
            $"{ablation.Title}, {Labels.Of(dataset)}, {profile} profile",
            dataset,
            profile,
            columns,
            [.. ablation.Variants.Select(variant => new ResultRow(variant.Key, variant.Label, [.. columns.Select(column => CellOf(variant.Key, column))]))],
            [
                "A cell reads: ours ± standard deviation (seeds)" + (published is null ? "." : " / paper / difference.")
                    + " Accuracies in percent on the test images of the other classes (D_tr) and of the forgotten one (D_tf); US is their unlearning score; epochs are LAU's own, over D_f.",
                .. published is null ? ["The paper prints no numbers for this study."] : (string[])[Comparability.Rule + " Seconds of different machines are not compared."],
                .. published is not null && paperDataset != dataset ? [$"The paper's numbers are of {Labels.Of(paperDataset)}."] : (string[])[],
                .. TableView.LeftOut(groups),
            ],
            TableOrigin.Of(groups.Used));
    }

    private static ResultColumn[] ColumnsOf(string model) =>
    [
        new(model, "samples_read", "extra data", false, MetricUnit.Samples),
        new(model, "D_tr", "D_tr", true, MetricUnit.Percent),
        new(model, "D_tf", "D_tf", false, MetricUnit.Percent),
        new(model, "US", "US", true, MetricUnit.Score),
        new(model, "method.epochs", "epochs", false, MetricUnit.Samples),
        new(model, Time, "seconds", false, MetricUnit.Seconds),
    ];

    private ResultCell CellOf(string variant, ResultColumn column)
    {
        var records = groups.Of(column.Group, variant);
        var cell = new ResultCell
        {
            Records = RecordGroups.Ids(records),
            Published = published?.Find(paperDataset, column.Group, "lau", column.Metric, variant),
            IsFlagged = published?.FlagsOf(paperDataset, column.Group, "lau", column.Metric, variant).Any() is true,
            Ours = Measurement.Of([.. records.Select(record => column.Metric == Time ? Value(record.Seconds, Time) : Value(record.Metrics, column.Metric)).OfType<double>()]),
        };
        if (cell.Ours is not { } ours)
        {
            return cell with { Status = ResultStatus.NotRun, Reason = records.Count == 0 ? groups.WhyNot(column.Group, variant) : "not in the record" };
        }
        if (cell.Published is not { } paper)
        {
            return cell with { Status = ResultStatus.NotComparable, Reason = Comparability.NotInThePaper };
        }
        if ((Comparability.Obstacle(records) ?? (column.Metric == Time ? "another machine" : null)) is { } obstacle)
        {
            return cell with { Status = ResultStatus.NotComparable, Reason = obstacle };
        }
        return Comparability.Compare(cell, ours with { Mean = ours.Mean - paper.Value }, column.Unit);
    }

    private static double? Value(SortedDictionary<string, double> values, string name) => values.TryGetValue(name, out var value) ? value : null;
}
