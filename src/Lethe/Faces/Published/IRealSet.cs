namespace Lethe.Faces.Published;

/// <summary>A published set of real and forged videos that a user has: nothing of it comes with the kit.</summary>
public interface IRealSet
{
    /// <summary>Also of its manifest: <c>faceforensics</c>.</summary>
    string Name { get; }

    string Title { get; }

    IReadOnlyList<string> Families { get; }

    /// <summary>The qualities in which the set is published; those that it lacks are made by the kit.</summary>
    IReadOnlyList<string> Qualities { get; }

    /// <summary>The videos by id: those of the families, and the real ones.</summary>
    /// <param name="folder">As the set's authors lay it out.</param>
    /// <exception cref="LetheException">The folder is not laid out so, or a list is missing (NotFound); a list is
    /// not the set's (BadFile).</exception>
    IReadOnlyList<RealVideo> Videos(string folder, IReadOnlyList<string> families);
}
