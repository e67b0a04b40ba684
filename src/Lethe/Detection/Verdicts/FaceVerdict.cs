using Lethe.Faces;

namespace Lethe.Detection.Verdicts;

/// <param name="Box">In pixels of the upright picture.</param>
/// <param name="Logit">Fake's logit less real's.</param>
/// <param name="Probability">Of a forgery, calibrated.</param>
/// <param name="Strip">Null if this frame's was not measured.</param>
/// <param name="Crop">What the network saw: side x side x 3 bytes, row by row.</param>
/// <param name="Notes">What a reader should know.</param>
public sealed record FaceVerdict(
    FaceBox Box,
    double Logit,
    double Probability,
    Verdict Verdict,
    RobustnessStrip? Strip,
    byte[] Crop,
    IReadOnlyList<string> Notes
);
