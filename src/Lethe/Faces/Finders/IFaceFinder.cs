namespace Lethe.Faces.Finders;

/// <summary>Finds faces in a picture. Not for several threads at once: each makes its own.</summary>
public interface IFaceFinder : IDisposable
{
    /// <summary>Short, for manifests: <c>yunet</c>, <c>haar</c>.</summary>
    string Name { get; }

    /// <summary>All faces, the largest first.</summary>
    /// <param name="rgb">width x height x 3 bytes, row by row.</param>
    IReadOnlyList<FoundFace> Find(ReadOnlySpan<byte> rgb, int width, int height);
}
