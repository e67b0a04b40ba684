namespace Lethe.Data;

/// <summary>A whole image data set as one tensor on the device. Subsets are index lists into it; nothing is copied.</summary>
public sealed class ImageDataset : IDisposable
{
    /// <param name="images">uint8, N x C x H x W, pixels 0..255. Owned by this object from here on.</param>
    /// <param name="labels">int64, N, in 0..classes-1. Owned likewise.</param>
    /// <param name="normalization">What <see cref="ImageSubset.Read"/> applies.</param>
    public ImageDataset(string name, Tensor images, Tensor labels, IReadOnlyList<string> classNames, Normalization normalization)
    {
        if (images.dtype != ScalarType.Byte || images.dim() != 4 || labels.dim() != 1 || images.shape[0] != labels.shape[0])
        {
            throw new ArgumentException(
                $"{name}: wanted uint8 images N x C x H x W and N labels, got {images.dtype} "
                    + $"[{string.Join(", ", images.shape)}] and [{string.Join(", ", labels.shape)}]."
            );
        }
        (Name, ClassNames, Normalization) = (name, classNames, normalization);
        (Images, Labels) = (images.DetachFromDisposeScope(), labels.DetachFromDisposeScope());
        using var scope = NewDisposeScope();
        Mean = PerChannel(normalization.Mean).DetachFromDisposeScope();
        Scale = PerChannel(normalization.Std).reciprocal().DetachFromDisposeScope();

        Tensor PerChannel(float[] values) => tensor(values[..Channels], device: Device).mul(255).view(1, 1, 1, Channels);
    }

    public string Name { get; }

    /// <summary>uint8, N x C x H x W.</summary>
    public Tensor Images { get; }

    /// <summary>int64, N.</summary>
    public Tensor Labels { get; }

    public IReadOnlyList<string> ClassNames { get; }

    public Normalization Normalization { get; }

    /// <summary>Of photographs in a folder: where each is in it, <c>Ann/3.jpg</c>, in Unicode's form C; null for other data.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>The labels before <see cref="Grouped"/>; null if they are those of the files.</summary>
    public IReadOnlyList<int>? FineLabels { get; private init; }

    /// <summary>What the classes were called before <see cref="Grouped"/>, by number; null likewise.</summary>
    public IReadOnlyList<string>? FineNames { get; private init; }

    public int Count => (int)Images.shape[0];

    public int Channels => (int)Images.shape[1];

    public int Size => (int)Images.shape[2];

    public Device Device => Images.device;

    // In pixel units 0..255, shaped for N x H x W x C.
    internal Tensor Mean { get; }

    internal Tensor Scale { get; }

    public ImageSubset All() => Where(static _ => true);

    public ImageSubset OfClass(int label) => Where(other => other == label);

    public ImageSubset ExceptClass(int label) => Where(other => other != label);

    /// <summary>In the order of the data set.</summary>
    public ImageSubset Where(Func<long, bool> wanted)
    {
        using var labels = Labels.cpu();
        var values = labels.data<long>().ToArray();
        return new(this, [.. Enumerable.Range(0, Count).Where(i => wanted(values[i])).Select(static i => (long)i)]);
    }

    /// <summary>By their place in the data set, from 0.</summary>
    public ImageSubset Rows(Func<int, bool> wanted) => new(this, [.. Enumerable.Range(0, Count).Where(wanted).Select(static i => (long)i)]);

    /// <summary>A copy of the first images, or of all if there are fewer.</summary>
    public ImageDataset First(int count) =>
        Copy(tensor => tensor.narrow(0, 0, Math.Min(count, Count)).clone(), Enumerable.Range(0, Math.Min(count, Count)));

    /// <summary>A copy of the images in these rows.</summary>
    public ImageDataset At(long[] rows)
    {
        using var index = tensor(rows, device: Device);
        return Copy(tensor => tensor.index_select(0, index), rows.Select(static row => (int)row));
    }

    public ImageDataset To(Device device) => Copy(tensor => tensor.to(device, copy: true), Enumerable.Range(0, Count));

    /// <summary>The same images under the names of super-classes; the pixels are shared.</summary>
    /// <param name="groups">Each class in one of them.</param>
    public ImageDataset Grouped(IReadOnlyList<ClassGroup> groups)
    {
        using var labels = Labels.cpu();
        int[] fine = [.. labels.data<long>().ToArray().Select(static label => (int)label)];
        var groupOf = groups.Index().SelectMany(static group => group.Item.Classes.Select(one => (one, (long)group.Index))).ToDictionary();
        return new(
            Name,
            Images.alias(),
            tensor([.. fine.Select(one => groupOf[one])], device: Device),
            [.. groups.Select(static group => group.Name)],
            Normalization
        )
        {
            Files = Files,
            FineLabels = fine,
            FineNames = ClassNames,
        };
    }

    private ImageDataset Copy(Func<Tensor, Tensor> copy, IEnumerable<int> rows) =>
        new(Name, copy(Images), copy(Labels), ClassNames, Normalization)
        {
            Files = Files is null ? null : [.. rows.Select(row => Files[row])],
            FineLabels = FineLabels is null ? null : [.. rows.Select(row => FineLabels[row])],
            FineNames = FineNames,
        };

    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
        Mean.Dispose();
        Scale.Dispose();
    }
}
