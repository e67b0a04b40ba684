namespace Lethe.Detection.Verdicts;

/// <summary>How far an examination is.</summary>
/// <param name="Path">The file at hand.</param>
/// <param name="Frame">How many of its frames are done.</param>
public sealed record ExamineProgress(string Path, int Frame, int Frames)
{
    /// <summary>How many files are done.</summary>
    public int File { get; init; }

    /// <summary>Of how many.</summary>
    public int Files { get; init; } = 1;
}
