namespace Lethe.Faces.Paired;

/// <summary>Some qualities of paired images, for a detector that is told the quality and trained on nothing else. Does not own the
/// images.</summary>
public sealed class PairedQualities : IPairedImages
{
    private readonly IPairedImages source;
    private readonly long[] places;

    /// <exception cref="LetheException">The images have no such quality (Usage).</exception>
    public PairedQualities(IPairedImages source, params IReadOnlyList<string> qualities)
    {
        (this.source, Qualities) = (source, qualities);
        places =
        [
            .. qualities.Select(quality =>
                source.Qualities.ToList().IndexOf(quality) is >= 0 and var place
                    ? place
                    : throw LetheException.Usage(
                        $"{source.Title} has no quality '{quality}'. Known: {string.Join(", ", source.Qualities)}."
                    )
            ),
        ];
        Title = $"{source.Title}, {string.Join(" + ", qualities)}";
    }

    public string Title { get; }

    public IReadOnlyList<string> Qualities { get; }

    public int Side => source.Side;

    public IReadOnlyList<PairedFrame> Frames => source.Frames;

    public Tensor Read(IReadOnlyList<int> rows)
    {
        using var scope = NewDisposeScope();
        var all = source.Read(rows);
        return all.index_select(1, tensor(places, device: all.device)).MoveToOuterDisposeScope();
    }

    public void Dispose() { }
}
