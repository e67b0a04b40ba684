namespace Lethe.Unlearning.Tables;

/// <summary>LAU with one thing changed: a row of an ablation.</summary>
/// <param name="Key">In records, and in the published table if that has the row: <c>partial</c>.</param>
/// <param name="Share">Of D_f that the method gets to see, 0 to 1; it is measured on all.</param>
internal sealed record LauVariant(string Key, string Label, Lau Lau, double Share = 1);
