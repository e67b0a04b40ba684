using Lethe.Imaging;

namespace Lethe.Faces.Forgeries;

/// <summary>A forged face, frame by frame, before the camera has seen it.</summary>
/// <param name="Frame">The picture of a frame, 0 to 255.</param>
/// <param name="Mask">What was forged in the first frame, 0 to 1; where it is 0 the picture is the real one, to the bit.</param>
public sealed record ForgedFace(Func<int, RgbPlanes> Frame, Plane Mask, IReadOnlyDictionary<string, double> Parameters)
{
    // A picture pasted over the real one through a mask, never twice in quite the same place and brightness.
    internal static ForgedFace Pasted(
        RgbPlanes real,
        RgbPlanes pasted,
        Plane mask,
        IReadOnlyList<Jitter> jitters,
        Dictionary<string, double> parameters
    ) =>
        new(
            frame => jitters[frame].Failed ? real : real.Under(pasted.Each(jitters[frame].Move), jitters[frame].Place(mask)),
            jitters[0].Place(mask),
            parameters
        );
}
