using Lethe.Experiments.Records;
using Lethe.Metrics;

namespace Lethe.Unlearning.Tables;

/// <summary>What follows from the accuracies in a record on unlearning, and from those of its Retrain.</summary>
internal static class LauRules
{
    private const double Single = 1e-6; // arrays are kept as such
    private const string FromRetrain = "its accuracies and those of its Retrain";

    public static IReadOnlyList<RecordRule> All { get; } =
    [
        new("US", "D_tr and D_tf", static record => Of(record) is { TestIsWhole: false } found ? found.Score : null),
        Gap("gap_to_retrain", FromRetrain, static (own, retrain) => own.GapTo(retrain)),
        Gap("us_gap", FromRetrain, static (own, retrain) => own.ScoreGapTo(retrain)),
        Gap("tow", FromRetrain, static (own, retrain) => own.TugOfWar(retrain)),
        Attack("mia_confidence"),
        Attack("mia_entropy"),
        // Lau: 0.5 / m2, or another factor, where no learning rate is given; the same features of D_f, whatever is done with them.
        new(
            "method.learning_rate",
            "method.feature_m2",
            static record =>
                record.Cell.Settings.GetValueOrDefault("method.learningRate") == "0"
                    ? double.Parse(record.Cell.Settings.GetValueOrDefault("method.rateFactor", "0.5"), CultureInfo.InvariantCulture)
                        / record.Value("method.feature_m2")
                    : null
        ),
        .. from figure in (string[])["method.feature_m2", "method.feature_mean", "method.feature_rms"]
        select new RecordRule(
            figure,
            $"{figure} in the other records of its network and images",
            (record, kin) => OfOthers(record, kin, figure)
        ),
        .. from curve in (string[])["D_tf", "D_tr"]
        from rule in (RecordRule[])
            [
                new($"{curve}.first", $"its curve {curve}", (record, kin) => kin.ArraysOf(record).GetValueOrDefault(curve)?.Values[0])
                {
                    Within = Single,
                },
                new($"{curve}.last", $"its curve {curve}", (record, kin) => kin.ArraysOf(record).GetValueOrDefault(curve)?.Values[^1])
                {
                    Within = Single,
                },
            ]
        select rule,
    ];

    // What most others say, if they are three or more.
    private static double? OfOthers(RunRecord record, RecordKin kin, string figure) =>
        kin.Of(record)
            .Where(other =>
                !ReferenceEquals(other, record)
                && IsOfOneNetwork(record.Cell, other.Cell)
                && other.Value("samples_read") == record.Value("samples_read")
            )
            .Select(other => other.Value(figure))
            .OfType<double>()
            .ToList()
            is { Count: >= 3 } others
        && others.CountBy(static value => value).MaxBy(static count => count.Value) is var (most, count)
        && 2 * count > others.Count
            ? most
            : null;

    private static RecordRule Gap(string metric, string says, Func<SplitAccuracies, SplitAccuracies, double> gap) =>
        FromRecordOfRetrain(metric, says, (record, retrain) => (Of(record), Of(retrain)) is ({ } own, { } goal) ? gap(own, goal) : null);

    private static RecordRule Attack(string metric) =>
        FromRecordOfRetrain(
            $"{metric}_gap",
            $"{metric} and its Retrain's",
            (record, retrain) => Math.Abs((record.Value(metric) - retrain.Value(metric)) ?? double.NaN)
        );

    private static RecordRule FromRecordOfRetrain(string metric, string says, Func<RunRecord, RunRecord, double?> value) =>
        new(metric, says, (record, kin) => RetrainOf(record, kin) is { } retrain ? value(record, retrain) : null) { LeansOn = RetrainOf };

    private static RunRecord? RetrainOf(RunRecord record, RecordKin kin) =>
        kin.Of(record).FirstOrDefault(other => other.Cell.Method == UnlearningCatalog.Retrain && IsOfOneNetwork(record.Cell, other.Cell));

    private static bool IsOfOneNetwork(Cell one, Cell other) => NetworkOf(one).SequenceEqual(NetworkOf(other));

    private static IEnumerable<KeyValuePair<string, string>> NetworkOf(Cell cell) =>
        cell.Settings.Where(static setting => setting.Key.Split('.')[0] is "data" or "device" or "network" or "recipe" or "train");

    private static SplitAccuracies? Of(RunRecord record) => SplitAccuracies.Of(record.Value);
}
