namespace Lethe.Detection.Verdicts;

public sealed record ExamineOptions
{
    /// <summary>How many frames of a video, evenly spaced: the field's custom.</summary>
    public int Frames { get; init; } = 32;

    /// <summary>Of how many of these the robustness strip is measured.</summary>
    public int StripFrames { get; init; } = 8;

    /// <summary>Takes the middle square of every picture for one face, and looks for none.</summary>
    public bool Whole { get; init; }

    /// <summary>Null for the detector's own.</summary>
    public UnsureBand? Band { get; init; }

    /// <summary>libjpeg qualities of the robustness strip.</summary>
    public IReadOnlyList<int> Jpeg { get; init; } = [95, 90, 75, 60, 45, 30];

    /// <summary>libx264 rate factors of the robustness strip.</summary>
    public IReadOnlyList<int> Crf { get; init; } = [23, 40];
}
