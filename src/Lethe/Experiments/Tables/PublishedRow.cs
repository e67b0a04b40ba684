namespace Lethe.Experiments.Tables;

/// <summary>The numbers printed for one data set, model and method.</summary>
/// <param name="Dataset">As in the paper.</param>
/// <param name="Method">By the name that the kit has for it.</param>
/// <param name="Variant">What an ablation varies, for example <c>2500</c> images or <c>partial</c> PGD; null in the main tables.</param>
/// <param name="Values">By the key of the metric.</param>
public sealed record PublishedRow(
    string Dataset,
    string Model,
    string Method,
    string? Variant,
    IReadOnlyDictionary<string, PublishedValue> Values
);
