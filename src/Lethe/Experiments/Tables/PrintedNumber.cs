namespace Lethe.Experiments.Tables;

/// <summary>What the paper prints at a place of a table.</summary>
/// <param name="Value">Null if nothing.</param>
/// <param name="Flags">What is wrong with it; null for nothing.</param>
public readonly record struct PrintedNumber(PublishedValue? Value, IReadOnlyList<PublishedFlag>? Flags)
{
    /// <param name="table">Null where the paper has no such table.</param>
    public static PrintedNumber Of(
        PublishedTable? table,
        string dataset,
        string model,
        string method,
        string metric,
        string? variant = null
    ) => new(table?.Find(dataset, model, method, metric, variant), table?.FlagsOf(dataset, model, method, metric, variant).ToList());

    /// <summary>Why nothing is compared with it; null if something may be.</summary>
    public string? Obstacle => Flags?.Any(static flag => flag.Kind == PublishedFlag.Misprint) is true ? "misprint in the paper" : null;
}
