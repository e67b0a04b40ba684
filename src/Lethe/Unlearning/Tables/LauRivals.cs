using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Unlearning.Tables;

/// <summary>LAU beside later methods that change the whole network, tuned alike where the kit has settings for the network.</summary>
internal sealed class LauRivals() : LauMetricTable(OwnName, "LAU beside later methods", OwnModel)
{
    public const string OwnName = "lau-rivals",
        OwnModel = "resnet18";

    public static IReadOnlyList<string> OwnMethods => ["original", "retrain", "lau", "logit-mask", .. UnlearningCatalog.Rivals];

    protected override IReadOnlyList<string> Rows => [.. OwnMethods.SelectMany(MethodSettings.BothOf)];

    protected override Func<Cell, string> RowsOf(IReadOnlyCollection<RunRecord> records) => MethodSettings.RowsOf(records);

    protected override bool LeavesOut => true;

    protected override IReadOnlyList<ResultColumn> Columns(string model) =>
        [
            Percent.Down("D_f"),
            Percent.Down("D_tf"),
            Percent.Up("D_tr"),
            Score.Up("US"),
            Points.Down("gap_to_retrain", "gap"),
            Points.Down("mia_confidence_gap", "MIA gap"),
            Percent.Down("probe_D_tf", "probe D_tf"),
            Samples.Down("samples_read", "extra data"),
            Seconds.Down("total", "seconds"),
            Seconds.Down("tuning_seconds", "tuning"),
        ];

    public override ResultTable Build(TableData data)
    {
        var table = base.Build(data);
        var own = data.Records.Where(record =>
            record.Cell.Experiment == Name && record.Cell.Dataset == data.Dataset && record.Cell.Profile == data.Profile
        );
        return table with { Notes = [.. table.Notes, .. MethodSettings.Notes([.. own])] };
    }

    protected override IReadOnlyList<string> Notes(IReadOnlyList<string> models) =>
        [
            "Accuracies in percent. gap: mean distance of the four accuracies to Retrain's, in points. MIA gap: difference, in points, "
                + "between the share of D_f that an attack on confidences calls unseen, and the same for Retrain. probe D_tf: accuracy on "
                + "the forgotten class of a new linear head on the network's features. Extra data: distinct training images read.",
            "Where settings are not tuned they are the authors' if those print any, and the kit's first choice where not or where the "
                + "network is narrow; for SSD, LFSSD, JiT, NegGrad+ and Influence that is one of two to four that were looked at on "
                + "quick's task itself. Such a row does not say how good a method can be.",
        ];
}
