namespace Lethe.Erasing.Reports;

/// <summary>A judge's mean over one prompt's pictures.</summary>
public sealed record JudgedChange(string Judge, double Before, double After);
