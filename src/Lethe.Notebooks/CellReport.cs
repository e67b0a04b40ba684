namespace Lethe.Notebooks;

/// <summary>What became of a code cell.</summary>
/// <param name="Index">Its place among the code cells, counted from 1.</param>
/// <param name="FirstLine">Of its code, to recognise it by.</param>
/// <param name="Error">Type and message of its exception; null if there was none.</param>
public sealed record CellReport(int Index, string Id, string FirstLine, CellState State, double Seconds, string? Error);
