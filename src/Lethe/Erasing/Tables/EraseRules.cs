using Lethe.Erasing.Fashion;
using Lethe.Experiments.Records;
using Lethe.Metrics;

namespace Lethe.Erasing.Tables;

/// <summary>What follows in a record on erasing from its numbers class by class, of which there are as many pictures, and from its
/// arrays.</summary>
internal static class EraseRules
{
    private const double Single = 1e-6; // arrays are kept as such

    public static IReadOnlyList<RecordRule> All { get; } =
    [
        new("accuracy", "kept.* of the other classes", static record => Of(record, "kept.") is { Count: > 0 } kept ? kept.Average() : null),
        // What the erased prompt draws is one of the classes.
        new(
            $"becomes.{FashionPrompts.Erased}",
            "100 % and becomes.* of the other classes",
            static record =>
                Of(record, "becomes.") is { Count: > 0 } all ? 100 - all.Sum() + record.Value($"becomes.{FashionPrompts.Erased}") : null
        ),
        // What is more likely than not is the likeliest.
        new("detected", $"becomes.{FashionPrompts.Erased}", static record => record.Value($"becomes.{FashionPrompts.Erased}") / 100)
        {
            IsLimit = true,
        },
        .. Interval("detected", 1, Erased),
        .. Interval("accuracy", 100, static record => record.Value("images") - Erased(record)),
        .. from curve in EraseIterations.Curves.Where(static name => name != "iteration")
        select Curve(curve, $"its curve {curve}", arrays => arrays.GetValueOrDefault(curve)?.Values[^1]),
        Curve("detected.start", "its curve detected", static arrays => arrays.GetValueOrDefault("detected")?.Values[0]),
        Curve("half.iteration", "its curve detected", static arrays => EraseIterations.Half(arrays)?.Iteration),
        Curve("half.ssim", "its curves detected and ssim", static arrays => EraseIterations.Half(arrays)?.Ssim),
        Frames("frames", "its frames", static (frames, _) => frames.Shape[0]),
        Frames("iterations", "its frames", static (_, iterations) => iterations.Values[^1]),
        Frames(
            "moved",
            "its first and last frame",
            static (frames, _) => EraseTimeline.Moved(frames.Row(0), frames.Row((int)frames.Shape[0] - 1))
        ),
    ];

    private static IEnumerable<RecordRule> Interval(string rate, double whole, Func<RunRecord, double?> count) =>
        from end in (string[])["low", "high"]
        select new RecordRule(
            $"{rate}.{end}",
            $"{rate} and its pictures",
            record =>
                record.Value(rate) / whole is >= 0 and <= 1 and var share && count(record) is >= 1 and var n
                    ? whole * (WilsonInterval.Of((long)Math.Round(share * n), (long)n) is var (low, high) && end == "low" ? low : high)
                    : null
        );

    private static RecordRule Curve(string metric, string says, Func<IReadOnlyDictionary<string, FigureArray>, double?> last) =>
        new(metric, says, (record, kin) => kin.ArraysOf(record) is var arrays && arrays.ContainsKey("iteration") ? last(arrays) : null)
        {
            Within = Single,
        };

    private static RecordRule Frames(string metric, string says, Func<FigureArray, FigureArray, double> value) =>
        new(
            metric,
            says,
            (record, kin) =>
                kin.ArraysOf(record) is var arrays
                && arrays.TryGetValue("frames", out var frames)
                && arrays.TryGetValue("iteration", out var iterations)
                    ? value(frames, iterations)
                    : null
        )
        {
            Within = Single,
        };

    private static double? Erased(RunRecord record) =>
        int.TryParse(record.Cell.Settings.GetValueOrDefault("pictures.erased"), out var count) ? count : null;

    private static IReadOnlyList<double> Of(RunRecord record, string prefix) =>
        [.. record.Metrics.Where(metric => metric.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(static metric => metric.Value)];
}
