using Lethe.Experiments.Published;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Tables;

/// <summary>The paper's efficiency table, and beside each time how many times faster than Retrain that is.</summary>
internal sealed class EfficiencyTable(RecordGroups groups, string dataset, string profile)
{
    public const string Name = "lau-efficiency";
    public const string Ratio = "ratio_to_retrain";
    public const string Total = "total";
    public const string WarmSuffix = "-warm";
    private const string Samples = "samples_read";
    private const string Warm = "warm";

    private readonly PublishedTable published = PublishedTables.Load(Name);
    private readonly string paperDataset = Labels.PublishedDataset(dataset);

    public ResultTable Build(IReadOnlyList<string>? asked)
    {
        var models = TableView.Models(groups, asked);
        List<ResultColumn> columns = [.. models.SelectMany(ColumnsOf)];
        List<ResultRow> rows = [];
        foreach (var method in TableView.Methods(groups).Where(method => method != "original"))
        {
            rows.Add(new(method, Labels.Of(method), [.. columns.Select(column => CellOf(method, column, Total))]));
            if (models.Any(model => groups.Of(model, method).Any(record => record.Seconds.ContainsKey(Warm))))
            {
                rows.Add(new(method + WarmSuffix, $"{Labels.Of(method)}, features cached", [.. columns.Select(column => CellOf(method, column, Warm))]));
            }
        }
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
                "A cell reads: ours ± standard deviation (runs) / paper / difference. Extra data: distinct training samples read. Seconds: what the method takes. "
                    + "× Retrain: seconds of Retrain on the same machine, with the same seed, over seconds of the method.",
                "Seconds of different machines are not compared (the paper does not name its own), their ratios are; a short training recipe lowers every ratio. " + Comparability.Rule,
                .. flags.Select(flag => $"† {flag.Note}"),
                .. TableView.OutOfDate(groups),
                .. TableView.LeftOut(groups),
            ],
            TableOrigin.Of(groups.Used));
    }

    private static ResultColumn[] ColumnsOf(string model) =>
    [
        new(model, Samples, "extra data", false, MetricUnit.Samples),
        new(model, Total, "seconds", false, MetricUnit.Seconds) { IsHeadline = true },
        new(model, Ratio, "× Retrain", true, MetricUnit.Times) { IsHeadline = true },
    ];

    private ResultCell CellOf(string method, ResultColumn column, string time)
    {
        var records = groups.Of(column.Group, method);
        var cell = new ResultCell
        {
            Records = RecordGroups.Ids(records),
            Published = time == Warm ? null : PublishedOf(method, column),
            IsFlagged = time != Warm && published.FlagsOf(paperDataset, column.Group, method, column.Metric).Any(),
            Ours = Measurement.Of(column.Metric switch
            {
                Samples => [.. records.Where(record => record.Metrics.ContainsKey(Samples)).Select(record => record.Metrics[Samples])],
                Total => [.. records.Where(record => record.Seconds.ContainsKey(time)).Select(record => record.Seconds[time])],
                _ => Ratios(column.Group, records, time),
            }),
        };
        if (cell.Ours is not { } ours)
        {
            var why = records.Count == 0 ? groups.WhyNot(column.Group, method) : column.Metric == Ratio ? "no Retrain record of the same machine and seed" : "not in the record";
            return cell with { Status = ResultStatus.NotRun, Reason = why };
        }
        if (method == "retrain" && column.Metric == Ratio)
        {
            return cell with { Status = ResultStatus.NotComparable, Reason = "the reference itself" };
        }
        if (cell.Published is not { } paper)
        {
            return cell with { Status = ResultStatus.NotComparable, Reason = Comparability.NotInThePaper };
        }
        var obstacle = Comparability.Obstacle(records)
            ?? (column.Metric == Total ? "another machine" : null);
        if (obstacle is not null)
        {
            return cell with { Status = ResultStatus.NotComparable, Reason = obstacle };
        }
        return Comparability.Compare(cell, ours with { Mean = ours.Mean - paper.Value }, column.Unit);
    }

    // seconds of Retrain / seconds of the method, a pair for each seed that both have on one machine
    private List<double> Ratios(string model, IEnumerable<RunRecord> records, string time) =>
    [
        .. from record in records
           where record.Seconds.TryGetValue(time, out var seconds) && seconds > 0
           from retrain in groups.Of(model, "retrain")
           where retrain.Cell.Seed == record.Cell.Seed && retrain.Provenance.Hardware == record.Provenance.Hardware && retrain.Provenance.Device == record.Provenance.Device
               && retrain.Seconds.ContainsKey(Total)
           select retrain.Seconds[Total] / record.Seconds[time],
    ];

    private PublishedValue? PublishedOf(string method, ResultColumn column)
    {
        if (column.Metric != Ratio)
        {
            return published.Find(paperDataset, column.Group, method, column.Metric);
        }
        var (retrain, own) = (published.Find(paperDataset, column.Group, "retrain", Total), published.Find(paperDataset, column.Group, method, Total));
        return retrain is null || own is null ? null : new(retrain.Value.Value / own.Value.Value, NumberText.Of(retrain.Value.Value / own.Value.Value, MetricUnit.Times));
    }
}
