namespace Lethe.Experiments.Tables;

/// <summary>A place in a published table; without a <paramref name="Metric"/>, the whole row.</summary>
public sealed record PublishedCell(string Dataset, string Model, string Method, string? Metric = null, string? Variant = null);
