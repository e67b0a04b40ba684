using Lethe.Experiments.Records;
using Lethe.Experiments.Reports;
using Lethe.Experiments.Tables;

namespace Lethe.Detection.Tables;

/// <summary>For a README: a row a training, a column a family, in each the pooled frame AUC with its interval.</summary>
public static class DetectorSummary
{
    public static string Render(IReadOnlyCollection<RunRecord> records) =>
        string.Concat(
            ResultTables
                .Of(records, [new QadVideo()], null)
                .Select(static table =>
                    ShortTable.Render(
                        table,
                        "Frame AUC, pooled",
                        table.Blocks().First().Columns,
                        "not run",
                        static (ours, _) =>
                            FormattableString.Invariant($"{ours.Mean:0.0}")
                            + (ours.Std is { } std ? FormattableString.Invariant($" ± {std:0.0}") : "")
                            + (ours.Interval is { } interval ? FormattableString.Invariant($" [{interval.Low:0}, {interval.High:0}]") : "")
                    )
                )
        );
}
