namespace Lethe.Faces;

/// <summary>Where faces come from: a generator, or a folder of photographs. One face an identity.</summary>
public interface IFaceSource
{
    /// <summary>Short, for file names and records: <c>procedural</c>, <c>lfw</c>.</summary>
    string Name { get; }

    /// <summary>For people and records: what these faces are.</summary>
    string Title { get; }

    int Count { get; }

    /// <summary>The same face every time.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    FaceImage Get(int index, int side);
}
