using System.Runtime.CompilerServices;
using Lethe.Detection.Evaluation;
using Lethe.Experiments.Records;
using Lethe.Faces.Films;
using Lethe.Faces.Paired;

namespace Lethe.Detection.Tables;

/// <summary>What follows in a detector's record from the margins that are kept with it: every rate but those by video.</summary>
internal static class MarginRules
{
    private const double Single = 1e-6; // margins are kept as such

    private static readonly ConditionalWeakTable<FigureArray, SortedDictionary<string, double>> Known = [];

    public static IReadOnlyList<RecordRule> All { get; } =
    [
        .. from part in VideoQuality.Curve.Select(static quality => quality.Name).Append("pooled").Append("macro")
        from rate in DetectorMetrics.Names
        where rate != "video_auc" // which frames are of one video is not kept
        select new RecordRule($"{part}.{rate}", "its margins", (record, kin) => Rate(record, kin, $"{part}.{rate}")) { Within = Single },
        .. from part in (string[])["c23", "c40"] from rule in Bound(part) select rule,
    ];

    private static IEnumerable<RecordRule> Bound(string part) =>
        [
            new($"bound.{part}.error", $"{part}.acc", record => 1 - (record.Value($"{part}.acc") / 100)),
            new($"bound.{part}.classification", "its margins", (record, kin) => Loss(record, kin, part)) { Within = Single },
            new(
                $"bound.{part}.known",
                "its terms",
                (record, kin) =>
                    kin.ArraysOf(record).GetValueOrDefault("fake") is { Values.Length: var n }
                        ? record.Value($"bound.{part}.classification")
                            + record.Value($"bound.{part}.collaboration")
                            + QualityBound.SampleTerm(n)
                            + QualityBound.ConfidenceTerm(n)
                        : null
            ),
        ];

    private static double? Rate(RunRecord record, RecordKin kin, string name) =>
        Scores(record, kin) is ({ } scores, var margins)
        && Known.GetValue(margins, _ => DetectorMetrics.Of(scores, draws: 0)).TryGetValue(name, out var rate)
            ? 100 * rate
            : null;

    // 2 mean (1 - p of the truth); the temperature is 1
    private static double? Loss(RunRecord record, RecordKin kin, string part) =>
        Scores(record, kin) is ({ } scores, _) && scores.Qualities.ToList().IndexOf(part) is >= 0 and var quality
            ? 2
                * scores
                    .Frames.Select((frame, i) => frame.IsFake ? 1 - scores.Probability(quality, i) : scores.Probability(quality, i))
                    .Average()
            : null;

    private static (DetectorScores Scores, FigureArray Margins)? Scores(RunRecord record, RecordKin kin)
    {
        var arrays = kin.ArraysOf(record);
        if (!arrays.TryGetValue("margins", out var margins) || !arrays.TryGetValue("fake", out var fake))
        {
            return null;
        }
        string[] trained = [.. DetectorRules.Qualities(record)];
        string[] curve = [.. VideoQuality.Curve.Select(static quality => quality.Name)];
        var qualities = margins.Shape[0] == trained.Length ? trained : curve;
        return margins.Shape[0] == qualities.Length && margins.Shape[1] == fake.Values.Length
            ? (
                new(
                    qualities,
                    [.. fake.Values.Select(static (isFake, i) => new PairedFrame($"{i}", "", isFake > 0 ? "fake" : Film.Real, 0))],
                    [.. Enumerable.Range(0, qualities.Length).Select(i => Array.ConvertAll(margins.Row(i).ToArray(), Convert.ToDouble))]
                ),
                margins
            )
            : null;
    }
}
