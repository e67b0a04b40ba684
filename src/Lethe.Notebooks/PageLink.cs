namespace Lethe.Notebooks;

/// <summary>A place that a page leads to.</summary>
/// <param name="Address">Relative to the page.</param>
public sealed record PageLink(string Address, string Title);
