using Lethe.Experiments.Tables;
using Lethe.Models;

namespace Lethe.Unlearning.Tables;

/// <summary>What the utility table does not show, with every class forgotten in turn.</summary>
internal sealed class LauBeyond : MetricTable
{
    public const string OwnModel = "vgg16";

    public static IReadOnlyList<string> OwnMethods { get; } = ["original", "retrain", "lau", "logit-mask"];

    public override string Name => "lau-beyond";

    public override string Title => "Beyond the accuracies: every class forgotten in turn";

    public override string Source => LauExperiment.Name;

    protected override IReadOnlyList<string> Rows => OwnMethods;

    protected override string Model => OwnModel;

    protected override string ModelTitle(string model) => ModelCatalog.All.TitleOf(model);

    protected override IReadOnlyList<ResultColumn> Columns(string model) =>
        [
            new(model, "D_tr", "D_tr", true, MetricUnit.Percent),
            new(model, "D_tf", "D_tf", false, MetricUnit.Percent),
            new(model, "US", "US", true, MetricUnit.Score),
            new(model, "gap_to_retrain", "gap", false, MetricUnit.Points),
            new(model, "tow", "ToW", true, MetricUnit.Score),
            new(model, "mia_confidence_gap", "MIA gap", false, MetricUnit.Points),
            new(model, "probe_D_tf", "probe D_tf", false, MetricUnit.Percent),
            new(model, "relearn_head_epochs", "relearn", true, MetricUnit.Epochs),
            new(model, "js_forget_test", "JS", false, MetricUnit.Score),
        ];

    protected override ResultRow Row(string row, IReadOnlyList<ResultCell> cells) =>
        new(row, UnlearningCatalog.TitleOf(row), cells)
        {
            IsOwn = row == "lau",
            Competes = row is not (UnlearningCatalog.Original or UnlearningCatalog.Retrain),
        };

    protected override IReadOnlyList<string> Notes(IReadOnlyList<string> models) =>
        [
            "Accuracies in percent. gap: mean distance of the four accuracies to Retrain&#x27;s, in points. ToW: tug of war, "
                + "1 if equal to Retrain. MIA gap: difference, in points, between the share of D_f that an attack on "
                + "confidences calls unseen, and the same for Retrain. probe D_tf: accuracy on the forgotten class of a new "
                + "linear head on the network's features, trained with D_f: how much of the class "
                + "is still there. relearn: epochs a head needs to be as sure of D_f again. JS: Jensen-Shannon divergence to "
                + "Retrain on D_tf, in nats (at most 0.69).",
        ];
}
