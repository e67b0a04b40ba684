using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Unlearning.Tables;

/// <summary>The paper's efficiency table, and beside each time how many times faster than Retrain that is.</summary>
internal sealed class LauEfficiency() : LauTable("lau-efficiency")
{
    private const string Ratio = "ratio_to_retrain",
        Total = "total",
        Warm = "warm",
        Tuning = "tuning_seconds";

    public override ResultTable Build(TableData data)
    {
        var table = base.Build(data);
        return table with { Appendix = UtilityTimeChart.Of(new LauUtility().Build(data), table) };
    }

    protected override IReadOnlyList<string> Notes =>
        [
            "Each cell: ours ± standard deviation (runs) / paper / difference. Extra data: distinct training samples read. "
                + "Seconds: time that the method takes. "
                + "× Retrain: seconds of Retrain, on the same machine and with the same seed, divided by seconds of the method.",
            "Seconds from different machines are not compared (the paper does not name its machine), but ratios are; a short "
                + "training recipe lowers every ratio. "
                + Comparability.Rule,
        ];

    protected override IReadOnlyList<ResultColumn> Columns { get; } =
    [
        Samples.Down("samples_read", "extra data"),
        Seconds.Down(Total, "seconds") with
        {
            IsHeadline = true,
        },
        Times.Up(Ratio, "× Retrain") with
        {
            IsHeadline = true,
        },
    ];

    protected override IReadOnlyList<ResultColumn> ColumnsFor(IReadOnlyCollection<RunRecord> used) =>
        used.Any(static record => MethodSettings.IsTuned(record.Cell)) ? [.. Columns, Seconds.Down(Tuning, "tuning")] : Columns;

    protected override IEnumerable<ResultRow> RowsOf(RecordGroups groups, string paper, string method, IReadOnlyList<ResultColumn> columns)
    {
        if (method == UnlearningCatalog.Original)
        {
            yield break;
        }
        yield return Row(method, columns.Select(column => CellOf(groups, paper, method, column, Total)));
        if (columns.Any(column => groups.Of(column.Group, method).Any(static record => record.Seconds.ContainsKey(Warm))))
        {
            yield return Row(method, columns.Select(column => CellOf(groups, paper, method, column, Warm))) with
            {
                Method = $"{method}-warm",
                Label = $"{MethodSettings.TitleOf(method)}, features cached",
                IsOwn = false,
                Competes = false, // a part of its method's time is left out
            };
        }
    }

    private ResultCell CellOf(RecordGroups groups, string paper, string method, ResultColumn column, string time)
    {
        var records = groups.Of(column.Group, method);
        var ours =
            column.Metric == Ratio
                ? Measurement.Of(Ratios(groups, column.Group, records, time))
                : Measurement.Of(records, column.Metric == Total ? time : column.Metric);
        var cell = Comparability.Cell(
            column,
            records,
            ours,
            groups.WhyNot(
                column.Group,
                method,
                column.Metric == Ratio ? "no record of Retrain from the same machine and seed" : Comparability.NotInTheRecord
            ),
            time == Warm ? default : PrintedOf(paper, method, column),
            Comparability.Obstacle(records) ?? (column.Metric == Total ? "another machine" : null)
        );
        return ours is not null && method == UnlearningCatalog.Retrain && column.Metric == Ratio
            ? cell with
            {
                Status = ResultStatus.NotComparable,
                Reason = Comparability.ReferenceItself,
                Difference = null,
            }
            : cell;
    }

    // seconds of Retrain / seconds of the method, a pair for each seed that both have on one machine
    private static List<double> Ratios(RecordGroups groups, string model, IEnumerable<RunRecord> records, string time) =>
        [
            .. from record in records
            where record.Seconds.TryGetValue(time, out var seconds) && seconds > 0
            from retrain in groups.Of(model, UnlearningCatalog.Retrain)
            where
                retrain.Cell.Seed == record.Cell.Seed
                && retrain.Provenance.Hardware == record.Provenance.Hardware
                && retrain.Provenance.Device == record.Provenance.Device
                && retrain.Seconds.ContainsKey(Total)
            select retrain.Seconds[Total] / record.Seconds[time],
        ];

    private PrintedNumber PrintedOf(string paper, string method, ResultColumn column)
    {
        var printed = PrintedNumber.Of(Published, paper, PaperNetwork(column), method, column.Metric);
        if (column.Metric != Ratio)
        {
            return printed;
        }
        var ratio =
            Published!.Find(paper, PaperNetwork(column), UnlearningCatalog.Retrain, Total)?.Value
            / Published.Find(paper, PaperNetwork(column), method, Total)?.Value;
        return printed with { Value = ratio is { } times ? new(times, NumberText.Of(times, Times)) : null };
    }
}
