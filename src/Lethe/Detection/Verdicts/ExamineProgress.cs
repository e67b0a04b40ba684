namespace Lethe.Detection.Verdicts;

/// <summary>How far an examination is.</summary>
/// <param name="Frame">How many of the file's frames are done.</param>
public sealed record ExamineProgress(string Path, int Frame, int Frames)
{
    /// <summary>How many files are done.</summary>
    public int File { get; init; }

    public int Files { get; init; } = 1;
}
