namespace Lethe.Erasing.Reports;

/// <summary>A judge's mean over one prompt's pictures.</summary>
/// <param name="Judge">Its name.</param>
public sealed record JudgedChange(string Judge, double Before, double After);
