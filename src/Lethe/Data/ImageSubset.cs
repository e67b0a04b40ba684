namespace Lethe.Data;

/// <summary>Some of the images of a data set, and a count of those that were really read.</summary>
public sealed class ImageSubset
{
    private readonly long[] rows; // in the data set
    private readonly bool[] read; // of the subset that this one was taken from, if it was
    private readonly long[]? places; // this subset's images in read; null if they are its own

    public ImageSubset(ImageDataset source, long[] rows)
        : this(source, rows, new bool[rows.Length], null) { }

    private ImageSubset(ImageDataset source, long[] rows, bool[] read, long[]? places) =>
        (Source, this.rows, this.read, this.places) = (source, rows, read, places);

    public ImageDataset Source { get; }

    public int Count => rows.Length;

    /// <summary>How many different images have been read, here and in what was taken from it: the slides' "total extra data
    /// used".</summary>
    public int DistinctRead => places is null ? read.Count(static seen => seen) : places.Count(place => read[place]);

    /// <summary>The first of a random order, or all if there are fewer. What is read of them counts here too.</summary>
    public ImageSubset Take(int count, RandomStream random) => count >= Count ? this : At(random.Permutation(Count)[..count]);

    /// <summary>The images at these positions. What is read of them counts here too.</summary>
    public ImageSubset At(long[] positions) =>
        new(Source, [.. positions.Select(i => rows[i])], read, [.. positions.Select(i => places?[i] ?? i)]);

    /// <summary>The same images with a fresh count of what is read.</summary>
    public ImageSubset Fresh() => new(Source, rows);

    /// <summary>Positions within this subset, batch by batch; in random order if <paramref name="shuffle"/> is given.</summary>
    public IEnumerable<long[]> Batches(int batchSize, RandomStream? shuffle = null)
    {
        var order = shuffle?.Permutation(Count) ?? [.. Enumerable.Range(0, Count).Select(static i => (long)i)];
        for (var start = 0; start < Count; start += batchSize)
        {
            yield return order[start..Math.Min(start + batchSize, Count)];
        }
    }

    /// <summary>One batch, ready for a network.</summary>
    /// <param name="positions">As <see cref="Batches"/> gives them.</param>
    /// <param name="type">Of the images; the network computes in it.</param>
    /// <returns>Images N x C x H x W, normalised, in channels-last order; labels int64, N. Both in the caller's scope.</returns>
    public (Tensor Images, Tensor Labels) Read(
        long[] positions,
        ScalarType type = ScalarType.Float32,
        Augmentation? augmentation = null,
        RandomStream? random = null
    )
    {
        using var scope = NewDisposeScope();
        var index = Index(positions);
        var pixels = Source.Images.index_select(0, index);
        var last =
            augmentation is null || augmentation == Augmentation.None
                ? pixels.permute(0, 2, 3, 1)
                : augmentation.Apply(pixels, random ?? throw new ArgumentNullException(nameof(random)));
        var images = last.to(ScalarType.Float32).sub_(Source.Mean).mul_(Source.Scale).to(type).contiguous().permute(0, 3, 1, 2);
        return (images.MoveToOuterDisposeScope(), Source.Labels.index_select(0, index).MoveToOuterDisposeScope());
    }

    /// <summary>One batch in pixel units: float32, N x C x H x W, in [0, 1], not normalised. For attacks on the image.</summary>
    public (Tensor Pixels, Tensor Labels) ReadPixels(long[] positions)
    {
        using var scope = NewDisposeScope();
        var index = Index(positions);
        var last = Source.Images.index_select(0, index).permute(0, 2, 3, 1);
        var pixels = last.to(ScalarType.Float32).div_(255).contiguous().permute(0, 3, 1, 2);
        return (pixels.MoveToOuterDisposeScope(), Source.Labels.index_select(0, index).MoveToOuterDisposeScope());
    }

    /// <summary>What a network sees of images in pixel units [0, 1]; differentiable.</summary>
    public Tensor Normalize(Tensor pixels, ScalarType type = ScalarType.Float32) =>
        pixels.permute(0, 2, 3, 1).mul(255).sub(Source.Mean).mul(Source.Scale).to(type).permute(0, 3, 1, 2);

    /// <summary>int64, N: the labels of all images in the order of this subset. Does not count as reading images.</summary>
    public Tensor Labels()
    {
        using var index = tensor(rows, device: Source.Device);
        return Source.Labels.index_select(0, index);
    }

    private Tensor Index(long[] positions)
    {
        var index = new long[positions.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            read[places?[positions[i]] ?? positions[i]] = true;
            index[i] = rows[positions[i]];
        }
        return tensor(index, device: Source.Device);
    }
}
