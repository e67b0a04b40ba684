using Lethe.Faces;

namespace Lethe.Detection.Verdicts;

/// <summary>What a detector says of one face in one picture.</summary>
/// <param name="Box">In pixels of the upright picture.</param>
/// <param name="Logit">Fake's logit less real's, as the network gave it.</param>
/// <param name="Probability">Of a forgery, calibrated.</param>
/// <param name="Strip">At several qualities; null if this frame's was not measured.</param>
/// <param name="Crop">What the network saw: side x side x 3 bytes, row by row.</param>
/// <param name="Notes">What a reader should know, for example that the face is very small.</param>
public sealed record FaceVerdict(
    FaceBox Box,
    double Logit,
    double Probability,
    Verdict Verdict,
    RobustnessStrip? Strip,
    byte[] Crop,
    IReadOnlyList<string> Notes
);
