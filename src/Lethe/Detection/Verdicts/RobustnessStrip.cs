namespace Lethe.Detection.Verdicts;

/// <summary>One face's probability at several qualities, from the original to the most compressed: a verdict that turns with the quality
/// says more about the quality than about the face.</summary>
/// <param name="Points">The original first.</param>
/// <param name="Band">Of the detector.</param>
public sealed record RobustnessStrip(IReadOnlyList<StripPoint> Points, UnsureBand Band)
{
    /// <summary>The verdict is another one at some quality than on the original.</summary>
    public bool DependsOnQuality =>
        Points[0].Probability is { } original && Points.Any(point => point.Probability is { } other && Band.Of(other) != Band.Of(original));

    /// <summary>Several strips as one: of a frame its highest face, of a video the mean of its frames, a quality each.</summary>
    /// <param name="frames">Of each frame, the strips of its faces: all of the same qualities. At least one frame with a face.</param>
    public static RobustnessStrip Together(IReadOnlyList<IReadOnlyList<RobustnessStrip>> frames)
    {
        var first = frames.SelectMany(static faces => faces).First();
        return first with
        {
            Points =
            [
                .. first.Points.Select(
                    (point, i) =>
                        Together(
                            point,
                            [
                                .. frames
                                    .Where(static faces => faces.Count > 0)
                                    .Select(faces => faces.Select(face => face.Points[i]).ToList()),
                            ]
                        )
                ),
            ],
        };
    }

    private static StripPoint Together(StripPoint like, IReadOnlyList<IReadOnlyList<StripPoint>> frames) =>
        frames.SelectMany(static faces => faces).FirstOrDefault(static point => point.Probability is null) is { } missing
            ? like with
            {
                Probability = null,
                Why = missing.Why,
            }
            : like with
            {
                Probability = frames.Average(static faces => faces.Max(static point => point.Probability!.Value)),
                Why = null,
            };
}
