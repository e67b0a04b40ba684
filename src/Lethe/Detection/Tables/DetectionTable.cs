using Lethe.Detection.Evaluation;
using Lethe.Detection.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;

namespace Lethe.Detection.Tables;

/// <summary>
/// A table of detectors as the slides print them: rows are networks and how they were trained, columns are data sets, or the families of
/// forgeries that stand for them; each metric is a block. The published number belongs to the first block.
/// </summary>
/// <param name="blocks">The metrics.</param>
/// <param name="notes">How to read it.</param>
internal abstract class DetectionTable(
    string name,
    string title,
    IReadOnlyList<DetectionTable.Block> blocks,
    IReadOnlyList<string>? notes = null,
    string source = QadExperiment.Name
) : Table(name, title, source)
{
    private const string PublishedMetric = "auc";

    /// <summary>The one set that the table is about, as the paper names it; null for all, with their average.</summary>
    protected virtual string? OnlyFamily => null;

    /// <summary>The rows to show: what the paper's first tables hold, no ablations and no specialists.</summary>
    protected virtual bool Shows(string method) =>
        method is not ("soft-label" or "pairwise" or "center" or "awp-kl" or "specialists" or "add-specialists");

    public override ResultTable Build(TableData data)
    {
        var groups = new RecordGroups(
            data.Records.Where(record => data.Models?.Contains(record.Cell.Model) is not false && Shows(record.Cell.Method)),
            Source,
            data.Dataset,
            data.Profile,
            static cell => TrainingRows.KeyOf(cell.Model, cell.Method),
            DetectionLab.FamilyOf
        );
        var families = Family
            .All.InOrder(groups.Keys.Select(static key => key.Model))
            .Where(family => OnlyFamily is null || Family.All.PublishedName(family) == OnlyFamily)
            .ToList();
        List<ResultColumn> columns =
        [
            .. from block in blocks
            from family in OnlyFamily is null ? families.Append(Family.Average) : families
            select block.Column(family) with
            {
                IsHeadline = block == blocks[0],
            },
        ];
        var rows = Rows(groups, data.Models).ToList();
        return data.Table(
            this,
            $"{Title}; {data.DatasetTitle}",
            columns,
            [
                .. rows.Select(row => new ResultRow(
                    TrainingRows.KeyOf(row.Model, row.Method),
                    TrainingRows.LabelOf(row.Model, row.Method),
                    [.. columns.Select(column => CellOf(groups, families, row.Model, row.Method, column))]
                )
                {
                    Model = row.Model,
                    IsOwn = row.Method == "qad",
                }),
            ],
            NotesOf(families),
            groups.Used,
            groups.LeftOut
        );
    }

    private IEnumerable<string> NotesOf(List<string> families) =>
        [
            "Each cell: ours ± standard deviation (seeds) [95 % interval over test videos, ends averaged over seeds]"
                + (Published is null ? "" : " / paper / difference")
                + ". In percent; chance is an AUC of 50.",
            .. notes ?? [],
            .. Published is null ? [] : (string[])[Comparability.Rule],
            .. families.Any(static family => Family.All.PublishedName(family) != family)
                ? (string[])
                    [
                        "P- marks a family of the kit's own forgeries, made in the manner of the set it stands in for; its numbers are "
                            + "not comparable with the paper's.",
                    ]
                : [],
        ];

    // Ours first, then what the paper has besides.
    private IEnumerable<(string Model, string Method)> Rows(RecordGroups groups, IReadOnlyList<string>? models)
    {
        var ours = groups
            .Keys.Select(static key => key.Method.Split('/', 2))
            .Select(static parts => (Model: parts[0], Method: parts[1]))
            .OrderBy(static row => row.Model, StringComparer.Ordinal)
            .ThenBy(static row => TrainingRows.PlaceOf(row.Method));
        var theirs = Published?.Rows.Where(row => models?.Contains(row.Model) is not false) ?? [];
        return ours.Concat(theirs.Select(static row => (row.Model, row.Method))).Distinct();
    }

    private ResultCell CellOf(RecordGroups groups, IReadOnlyList<string> families, string model, string method, ResultColumn column)
    {
        var (key, metric, family) = (TrainingRows.KeyOf(model, method), column.Group, column.Metric);
        var isAverage = family == Family.Average;
        IReadOnlyList<RunRecord> records = isAverage ? [.. families.SelectMany(one => groups.Of(one, key))] : groups.Of(family, key);
        var printed =
            metric == blocks[0].Key
                ? PrintedNumber.Of(Published, Family.All.PublishedName(family), model, method, PublishedMetric)
                : default;
        var isReference = method == "baseline" && metric.StartsWith("gain.", StringComparison.Ordinal);
        var whyEmpty =
            records.Count > 0 ? (isReference ? Comparability.ReferenceItself : Comparability.NotInTheRecord)
            : isAverage ? "no record"
            : groups.WhyNot(family, key);
        return Comparability.Cell(
            column,
            records,
            isAverage
                ? AverageOf(records, families.Count, metric)
                : Measurement.Of(records, metric, withInterval: DetectorMetrics.HasInterval(metric)),
            whyEmpty,
            printed,
            Comparability.Obstacle(records) ?? (isAverage ? "other sets" : null)
        );
    }

    // The mean over the families, for every seed that has them all; its spread is that of the seeds.
    private static Measurement? AverageOf(IReadOnlyList<RunRecord> records, int families, string metric) =>
        Measurement.Of([
            .. records
                .Where(record => record.Metrics.ContainsKey(metric))
                .GroupBy(static record => record.Cell.Seed)
                .Where(seed => seed.Count() == families)
                .Select(seed => seed.Average(record => record.Metrics[metric])),
        ]);

    internal sealed record Block(string Key, string Heading, MetricUnit? Unit = null, bool IsMoreBetter = true)
    {
        public ResultColumn Column(string family) =>
            new(Key, family, Family.All.TitleOf(family), IsMoreBetter, Unit ?? MetricUnit.Percent)
            {
                IsPartOfData = true,
                BlockHeading = Heading,
            };
    }
}
