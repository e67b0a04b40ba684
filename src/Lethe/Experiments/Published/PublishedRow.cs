namespace Lethe.Experiments.Published;

/// <summary>The numbers printed for one data set, model and method.</summary>
/// <param name="Dataset">See <see cref="Labels.Datasets"/>.</param>
/// <param name="Model">See <see cref="Labels.Models"/>.</param>
/// <param name="Method">See <see cref="Labels.PaperMethods"/>.</param>
/// <param name="Variant">What an ablation varies, for example <c>2500</c> images or <c>partial</c> PGD; null in the main tables.</param>
/// <param name="Values">By the key of the metric.</param>
public sealed record PublishedRow(string Dataset, string Model, string Method, string? Variant, IReadOnlyDictionary<string, PublishedValue> Values);
