using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;
using Lethe.Unlearning.Tuning;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Unlearning.Tables;

/// <summary>The best that each method's settings could be for whoever can see Retrain and the test images: nobody who needs them.</summary>
internal sealed class LauTuningOracle() : LauMetricTable(OraclePlan.Name, "Oracle-tuned: saw Retrain and test data", TuningPlan.OwnModel)
{
    /// <summary>The experiment whose only table it is.</summary>
    public ExperimentEntry Alone => new(Name, [this], OraclePlan.Open) { IsAside = true };

    protected override IReadOnlyList<string> Rows => TuningPlan.Tunable;

    protected override bool LeavesOut => true;

    protected override IReadOnlyList<ResultColumn> Columns(string model) =>
        [
            Points.Down("gap_to_retrain", "gap"),
            Points.Down("mia_confidence_gap", "MIA gap"),
            Percent.Up("D_r"),
            Percent.Down("D_f"),
            Percent.Up("D_tr"),
            Percent.Down("D_tf"),
        ];

    protected override IReadOnlyList<string> Notes(IReadOnlyList<string> models) =>
        [
            "Of each method the trial nearest to Retrain on the reported task itself, by the mean distance of the four accuracies and of "
                + "the attack's share. It saw Retrain and the test images: it is no fair result, and stands in no other table.",
        ];

    public override ResultTable Build(TableData data) => base.Build(data with { Records = [.. Nearest(data.Records)] });

    // Of each network and method the records of the trial with the least mean gap over its seeds.
    private static IEnumerable<RunRecord> Nearest(IEnumerable<RunRecord> records) =>
        records
            .Where(static record =>
                record.Cell.Experiment == OraclePlan.Name && record.Status == RunStatus.Done && OraclePlan.Gap(record) is not null
            )
            .GroupBy(static record => (record.Cell.Dataset, record.Cell.Profile, record.Cell.Model, record.Cell.Method))
            .SelectMany(static same =>
                same.GroupBy(static record => record.Cell.Settings["trial.number"])
                    .MinBy(static trial => trial.Average(static record => OraclePlan.Gap(record)!.Value))!
            );
}
