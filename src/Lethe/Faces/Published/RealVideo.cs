using Lethe.Faces.Films;
using Lethe.Faces.Paired;

namespace Lethe.Faces.Published;

/// <summary>A video of a published set.</summary>
/// <param name="Identity">Whose video it is, or was before the face was changed.</param>
/// <param name="Donor">Whose face was put in; null if nobody's or not known.</param>
/// <param name="Family">How it was forged; <see cref="Film.Real"/> if it was not.</param>
/// <param name="Paths">By quality, as <see cref="VideoQuality"/> names them. Where the set has one quality only, raw is that one.</param>
/// <param name="Mask">A video that is white where the picture was changed; null if there is none.</param>
public sealed record RealVideo(
    string Id,
    string Identity,
    string? Donor,
    string Family,
    SplitPart Part,
    IReadOnlyDictionary<string, string> Paths,
    string? Mask = null
);
