namespace Lethe.Faces.Drawn;

/// <summary>Drawn faces, as many as wanted, without any download: the same seed gives the same people.</summary>
public sealed class ProceduralFaces(int count, int seed = 0) : IFaceSource
{
    /// <summary>Sides that can be drawn, pixels.</summary>
    public const int LeastSide = 32,
        MostSide = 1024;

    public string Name => "procedural";

    public string Title => $"{Count} drawn faces, seed {seed}";

    public int Count { get; } = count > 0 ? count : throw LetheException.Usage($"At least one face has to be drawn, not {count}.");

    /// <exception cref="LetheException">A side that is not drawn.</exception>
    public FaceImage Get(int index, int side)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        if (side is < LeastSide or > MostSide)
        {
            throw LetheException.Usage($"Faces are drawn {LeastSide} to {MostSide} pixels a side, not {side}.");
        }
        var parameters = FaceParameters.Draw(RandomStream.For(seed, "face", $"{index}"));
        var shape = new FaceShape(parameters);
        return new($"p{seed}-{index:D4}", new FacePainter(parameters, shape).Paint(side), side, shape.Landmarks(side));
    }
}
