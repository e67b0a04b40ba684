namespace Lethe.Detection.Verdicts;

/// <summary>One face's probability at several qualities, from the original to the most compressed: a verdict that turns with the quality
/// says more about the quality than about the face.</summary>
/// <param name="Points">The original first.</param>
public sealed record RobustnessStrip(IReadOnlyList<StripPoint> Points, UnsureBand Band)
{
    /// <summary>The verdict is another one at some quality than on the original.</summary>
    public bool DependsOnQuality =>
        Points[0].Probability is { } original && Points.Any(point => point.Probability is { } other && Band.Of(other) != Band.Of(original));

    /// <summary>Several strips as one: of a frame its highest face, of a video the mean of its frames, a quality each.</summary>
    /// <param name="frames">Of each frame with faces, their strips: all of the same qualities.</param>
    public static RobustnessStrip Together(IReadOnlyList<IReadOnlyList<RobustnessStrip>> frames)
    {
        return frames[0][0] with { Points = [.. frames[0][0].Points.Select(Point)] };

        StripPoint Point(StripPoint like, int i)
        {
            var why = frames
                .SelectMany(static faces => faces)
                .Select(face => face.Points[i].Why)
                .FirstOrDefault(static why => why is not null);
            return like with
            {
                Why = why,
                Probability = why is null ? frames.Average(faces => faces.Max(face => face.Points[i].Probability)) : null,
            };
        }
    }
}
