using Lethe.Erasing.Fashion;
using Lethe.Experiments.Records;

namespace Lethe.Erasing.Tables;

/// <summary>What follows in a record on erasing from its numbers class by class: there are as many pictures of each.</summary>
internal static class EraseRules
{
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
    ];

    private static IReadOnlyList<double> Of(RunRecord record, string prefix) =>
        [.. record.Metrics.Where(metric => metric.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(static metric => metric.Value)];
}
