namespace Lethe.Detection.Verdicts;

/// <param name="Index">Of the frame, from 0.</param>
/// <param name="Faces">From the largest.</param>
public sealed record FrameVerdict(int Index, IReadOnlyList<FaceVerdict> Faces)
{
    /// <summary>Faces that were not examined, since they are much smaller than the largest.</summary>
    public int LeftOut { get; init; }

    /// <summary>Of the face most probably forged; null without faces.</summary>
    public double? Probability => Faces.Max(static face => (double?)face.Probability);
}
