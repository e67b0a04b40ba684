using Lethe.Detection.Runs;
using Lethe.Experiments.Records;

namespace Lethe.Detection.Tables;

/// <summary>What follows in a detector's record from its numbers at single qualities, and from those of its baseline.</summary>
internal static class DetectorRules
{
    private static readonly string[] Rates = ["acc", "acc_real", "acc_fake", "auc", "video_auc", "ap", "eer", "ece"];

    public static IReadOnlyList<RecordRule> All { get; } =
    [
        .. Rates.Select(static rate => new RecordRule(
            $"macro.{rate}",
            $"{rate} at its qualities",
            record => Mean(Qualities(record).Select(quality => record.Value($"{quality}.{rate}")))
        )),
        .. from part in (string[])["raw", "c23", "c40", "pooled", "macro"]
        select new RecordRule(
            $"{part}.acc",
            $"{part}.acc_real and {part}.acc_fake", // as many of one as of the other
            record => Mean([record.Value($"{part}.acc_real"), record.Value($"{part}.acc_fake")])
        ),
        .. from part in (string[])["raw", "c23", "c40", "pooled", "macro", "jpeg"]
        from rate in (string[])["auc", "video_auc"]
        select new RecordRule(
            $"gain.{part}.{rate}",
            $"{part}.{rate} and its baseline's",
            (record, kin) => record.Value($"{part}.{rate}") - BaselineOf(record, kin)?.Value($"{part}.{rate}")
        )
        {
            LeansOn = BaselineOf,
        },
        .. MarginRules.All,
        new("best_epoch", "its validation", static (record, kin) => BestEpoch(kin.ArraysOf(record))),
        new(
            "features.ratio",
            "features.within and features.between",
            static record => record.Value("features.within") / record.Value("features.between")
        ),
    ];

    // The first of the best.
    private static double? BestEpoch(IReadOnlyDictionary<string, FigureArray> arrays) =>
        arrays.GetValueOrDefault("validation") is { } validation ? 1 + Array.IndexOf(validation.Values, validation.Values.Max()) : null;

    internal static IEnumerable<string> Qualities(RunRecord record) =>
        record
            .Cell.Settings.Where(static setting => setting.Key.StartsWith("qualities.", StringComparison.Ordinal))
            .Select(static setting => setting.Value);

    private static double? Mean(IEnumerable<double?> parts) =>
        parts.ToList() is { Count: > 0 } all && all.All(static one => one is not null) ? all.Average() : null;

    private static RunRecord? BaselineOf(RunRecord record, RecordKin kin) =>
        kin.Of(record)
            .FirstOrDefault(other =>
                other.Cell.Experiment == QadExperiment.Name && other.Cell.Method == "baseline" && Family(other.Cell) == Family(record.Cell)
            );

    private static string? Family(Cell cell) => cell.Settings.GetValueOrDefault(DetectionLab.FamilyKey);
}
