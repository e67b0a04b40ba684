namespace Lethe.Faces.Paired;

/// <summary>Face crops in memory: one tensor on one device.</summary>
public sealed class PairedMemory : IPairedImages
{
    private readonly Tensor images;

    /// <param name="images">uint8, N x M x 3 x side x side. Owned by this object from here on.</param>
    public PairedMemory(string title, IReadOnlyList<string> qualities, IReadOnlyList<PairedFrame> frames, Tensor images)
    {
        if (
            images.dtype != ScalarType.Byte
            || images.dim() != 5
            || images.shape[0] != frames.Count
            || images.shape[1] != qualities.Count
            || images.shape[2] != 3
            || images.shape[3] != images.shape[4]
        )
        {
            throw new ArgumentException(
                $"{title}: wanted uint8 {frames.Count} x {qualities.Count} x 3 x side x side, got {images.dtype} "
                    + $"[{string.Join(", ", images.shape)}]."
            );
        }
        (Title, Qualities, Frames, this.images) = (title, qualities, frames, images.DetachFromDisposeScope());
    }

    public string Title { get; }

    public IReadOnlyList<string> Qualities { get; }

    public int Side => (int)images.shape[4];

    public IReadOnlyList<PairedFrame> Frames { get; }

    public Tensor Read(IReadOnlyList<int> rows)
    {
        using var index = tensor(rows.Select(static row => (long)row).ToArray(), device: images.device);
        return images.index_select(0, index);
    }

    public PairedMemory To(Device device) => new(Title, Qualities, Frames, images.to(device, copy: true));

    public void Dispose() => images.Dispose();
}
