namespace Lethe.Pages;

/// <summary>A row of a table of HTML.</summary>
/// <param name="Head">What the row is about.</param>
/// <param name="Class">Of the style; null for none.</param>
internal sealed record HtmlRow(HtmlCell Head, IReadOnlyList<HtmlCell> Cells, string? Class = null);
