namespace Lethe.Detection.Verdicts;

/// <summary>How far the examination of one file is.</summary>
/// <param name="Path">The file.</param>
/// <param name="Frame">How many frames are done.</param>
/// <param name="Frames">Of how many.</param>
public sealed record ExamineProgress(string Path, int Frame, int Frames);
