namespace Lethe.Faces;

// The first faces of one source, then all of another; those with the other's name before their own, so that no two are called alike.
internal sealed class JoinedFaces(IFaceSource first, int count, IFaceSource second) : IFaceSource
{
    public string Name => first.Name;

    public string Title => $"{first.Title} and {second.Title}";

    public int Count => count + second.Count;

    public FaceImage Get(int index, int side)
    {
        if (index < count)
        {
            return first.Get(index, side);
        }
        var face = second.Get(index - count, side);
        return face with { Identity = $"{second.Name} {face.Identity}" };
    }
}
