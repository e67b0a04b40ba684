namespace Lethe.Detection.Verdicts;

/// <summary>What a detector says of a picture or a video, or why it says nothing.</summary>
/// <param name="Path">As it was asked for.</param>
public sealed record FileVerdict(string Path)
{
    /// <summary>By its content, not by its name: JPEG, MP4; null if the file could not be read that far.</summary>
    public string? Format { get; init; }

    public bool IsVideo { get; init; }

    /// <summary>Pixels of the upright picture; 0 if it could not be read.</summary>
    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>One of a picture; of a video those that were looked at.</summary>
    public IReadOnlyList<FrameVerdict> Frames { get; init; } = [];

    /// <summary>What a reader should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Of a forgery: the mean over the frames that have faces, in each the highest face; null if there is none.</summary>
    public double? Probability { get; init; }

    public Verdict? Verdict { get; init; }

    public RobustnessStrip? Strip { get; init; }

    public string? Refusal { get; init; }

    /// <summary><see cref="ExitCode.Failed"/> without a face; else what is wrong with the file.</summary>
    public ExitCode Code { get; init; }

    /// <summary>Puts the frames together, with or without faces.</summary>
    public FileVerdict With(IReadOnlyList<FrameVerdict> frames, UnsureBand band)
    {
        var seen = frames.Where(static frame => frame.Faces.Count > 0).ToList();
        if (seen.Count == 0)
        {
            return this with
            {
                Frames = frames,
                Code = ExitCode.Failed,
                Refusal = IsVideo ? $"No face was found in {frames.Count} frames." : "No face was found.",
            };
        }
        var probability = seen.Average(static frame => frame.Probability!.Value);
        var strips = seen.Select(static frame => frame.Faces.Select(static face => face.Strip).OfType<RobustnessStrip>().ToList())
            .Where(static faces => faces.Count > 0)
            .ToList();
        return this with
        {
            Frames = frames,
            Probability = probability,
            Verdict = band.Of(probability),
            Strip = strips.Count > 0 ? RobustnessStrip.Together(strips) : null,
        };
    }
}
