using Lethe.Experiments.Records;
using Lethe.Experiments.Tables;
using static Lethe.Experiments.Tables.MetricUnit;

namespace Lethe.Unlearning.Tables;

/// <summary>What the utility table does not show, with every class forgotten in turn.</summary>
internal sealed class LauBeyond()
    : LauMetricTable("lau-beyond", "Beyond the accuracies: every class forgotten in turn", OwnModel, LauExperiment.Name)
{
    public const string OwnModel = "vgg16";

    public static IReadOnlyList<string> OwnMethods { get; } = ["original", "retrain", "lau", "logit-mask"];

    protected override IReadOnlyList<string> Rows => OwnMethods;

    // Cells of the main experiment with tuned settings are no part of it: every class is forgotten here, those of the tuning too.
    protected override string RowOf(Cell cell) => MethodSettings.IsTuned(cell) ? "" : cell.Method;

    protected override IReadOnlyList<ResultColumn> Columns(string model) =>
        [
            Percent.Up("D_tr"),
            Percent.Down("D_tf"),
            Score.Up("US"),
            Points.Down("gap_to_retrain", "gap"),
            Score.Up("tow", "ToW"),
            Points.Down("mia_confidence_gap", "MIA gap"),
            Percent.Down("probe_D_tf", "probe D_tf"),
            Epochs.Up("relearn_head_epochs", "relearn"),
            Score.Down("js_forget_test", "JS"),
        ];

    protected override IReadOnlyList<string> Notes(IReadOnlyList<string> models) =>
        [
            "Accuracies in percent. gap: mean distance of the four accuracies to Retrain's, in points. ToW: tug of war, "
                + "1 if equal to Retrain. MIA gap: difference, in points, between the share of D_f that an attack on "
                + "confidences calls unseen, and the same for Retrain. probe D_tf: accuracy on the forgotten class of a new "
                + "linear head on the network's features, trained with D_f: how much of the class "
                + "is still there. relearn: epochs a head needs to be as sure of D_f again. JS: Jensen-Shannon divergence to "
                + "Retrain on D_tf, in nats (at most 0.69).",
        ];
}
