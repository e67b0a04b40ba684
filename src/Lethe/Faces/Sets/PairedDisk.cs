using Lethe.Faces.Paired;
using static TorchSharp.torch;

namespace Lethe.Faces.Sets;

/// <summary>Face crops on a disk, decoded when asked for; from <see cref="FilmSet.ToDisk"/>. For <see cref="DecodeAhead"/>.</summary>
public sealed class PairedDisk : IPairedImages
{
    private readonly FilmSet set;

    internal PairedDisk(FilmSet set) => this.set = set;

    public string Title => set.Header.Title;

    public IReadOnlyList<string> Qualities => set.Header.Qualities;

    public int Side => set.Header.Crop;

    public IReadOnlyList<PairedFrame> Frames => set.Frames;

    /// <inheritdoc/>
    /// <exception cref="Lethe.Runtime.LetheException">A file is damaged or gone (<see cref="Lethe.Runtime.ExitCode.BadFile"/>).</exception>
    public Tensor Read(IReadOnlyList<int> rows) => set.Read(rows);

    public void Dispose()
    {
        // holds no file open
    }
}
