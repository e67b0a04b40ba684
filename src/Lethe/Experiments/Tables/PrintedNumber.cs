using Lethe.Experiments.Published;

namespace Lethe.Experiments.Tables;

/// <summary>What the paper prints at a place of a table.</summary>
/// <param name="Value">Null if nothing.</param>
/// <param name="IsFlagged">True if a footnote says what is wrong with it.</param>
/// <param name="IsMisprint">True if it contradicts its own row: nothing is compared with it.</param>
public readonly record struct PrintedNumber(PublishedValue? Value, bool IsFlagged, bool IsMisprint)
{
    /// <param name="table">Null where the paper has no such table.</param>
    public static PrintedNumber Of(
        PublishedTable? table,
        string dataset,
        string model,
        string method,
        string metric,
        string? variant = null
    )
    {
        var flags = table?.FlagsOf(dataset, model, method, metric, variant).ToList() ?? [];
        return new(
            table?.Find(dataset, model, method, metric, variant),
            flags.Count > 0,
            flags.Any(static flag => flag.Kind == PublishedFlag.Misprint)
        );
    }

    /// <summary>Why nothing is compared with it; null if something may be.</summary>
    public string? Obstacle => IsMisprint ? "misprint in the paper" : null;
}
