namespace Lethe.Notebooks;

/// <summary>A place that a page leads to.</summary>
/// <param name="Address">Relative to the page.</param>
/// <param name="Title">As plain text.</param>
public sealed record PageLink(string Address, string Title);
