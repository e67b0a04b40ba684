using Lethe.Experiments.Records;
using Lethe.Metrics.Ensembles;
using Lethe.Unlearning.Oracles;

namespace Lethe.Unlearning.Tables;

/// <summary>What follows from the answers that are kept beside a record of an ensemble.</summary>
internal static class DistributionRules
{
    public static IReadOnlyList<RecordRule> All { get; } =
    [
        .. EnsembleLogits.Parts.Select(static part => new RecordRule(
            $"accuracy.{part}",
            "its answers",
            (record, kin) => AnswersOf(record, kin)?.Accuracy(part)
        )),
        new("klom.D_f", "its answers and those of its Retrain", static (record, kin) => OfBoth(record, kin, KlomOf))
        {
            LeansOn = RetrainOf,
        },
        new("ulira.auc", "its answers and those of its Retrain", static (record, kin) => OfBoth(record, kin, AucOf))
        {
            LeansOn = RetrainOf,
        },
    ];

    private static double KlomOf(EnsembleLogits unlearned, EnsembleLogits oracle) =>
        new Klom().Of(unlearned.Margins("D_f"), oracle.Margins("D_f")).Average();

    private static double AucOf(EnsembleLogits unlearned, EnsembleLogits oracle) =>
        LikelihoodAttack.OfMargins(unlearned.Margins("D_f"), oracle.Margins("D_f")).Auc;

    private static double? OfBoth(RunRecord record, RecordKin kin, Func<EnsembleLogits, EnsembleLogits, double> value) =>
        record.Cell.Method != UnlearningCatalog.Retrain
        && AnswersOf(record, kin) is { } own
        && RetrainOf(record, kin) is { } retrain
        && AnswersOf(retrain, kin) is { } oracle
            ? value(own, oracle)
            : null;

    private static EnsembleLogits? AnswersOf(RunRecord record, RecordKin kin) =>
        kin.ArraysOf(record) is { } arrays && arrays.ContainsKey("logits") ? EnsembleLogits.Of(arrays) : null;

    private static RunRecord? RetrainOf(RunRecord record, RecordKin kin) =>
        kin.Of(record)
            .FirstOrDefault(other =>
                other.Cell.Experiment == record.Cell.Experiment
                && other.Cell.Method == UnlearningCatalog.Retrain
                && other.Value("networks") == record.Value("networks")
            );
}
