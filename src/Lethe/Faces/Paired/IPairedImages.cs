namespace Lethe.Faces.Paired;

/// <summary>Face crops, each at every quality with the same geometry: in memory, or read from a disk.</summary>
public interface IPairedImages : IDisposable
{
    /// <summary>For people and records.</summary>
    string Title { get; }

    /// <summary>For example raw, c23, c40; the first is the least compressed.</summary>
    IReadOnlyList<string> Qualities { get; }

    int Side { get; }

    IReadOnlyList<PairedFrame> Frames { get; }

    /// <summary>Some instances. Safe to call from another thread than the trainer's.</summary>
    /// <param name="rows">Positions in <see cref="Frames"/>.</param>
    /// <returns>uint8, B x M x 3 x side x side; M is the number of qualities. Belongs to the caller's scope.</returns>
    Tensor Read(IReadOnlyList<int> rows);
}
