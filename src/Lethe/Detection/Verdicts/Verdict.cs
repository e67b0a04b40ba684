namespace Lethe.Detection.Verdicts;

/// <summary>What a detector says of a face, a picture or a video.</summary>
public enum Verdict
{
    Real,

    /// <summary>The probability lies within the detector's <see cref="UnsureBand"/>.</summary>
    Unsure,
    Fake,
}
