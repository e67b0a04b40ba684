using static TorchSharp.torch;

namespace Lethe.Data;

/// <summary>A whole image data set as one tensor on the device. Subsets are index lists into it; nothing is copied.</summary>
public sealed class ImageDataset : IDisposable
{
    /// <param name="name">As in its manifest.</param>
    /// <param name="images">uint8, N x C x H x W, pixels 0..255. Owned by this object from here on.</param>
    /// <param name="labels">int64, N, in 0..classes-1. Owned likewise.</param>
    /// <param name="classNames">One name a class.</param>
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
        var channels = (int)images.shape[1];
        Mean = tensor(normalization.Mean[..channels], device: images.device).mul(255).view(1, 1, 1, channels).DetachFromDisposeScope();
        Scale = tensor(normalization.Std[..channels], device: images.device)
            .mul(255)
            .reciprocal()
            .view(1, 1, 1, channels)
            .DetachFromDisposeScope();
    }

    public string Name { get; }

    /// <summary>uint8, N x C x H x W.</summary>
    public Tensor Images { get; }

    /// <summary>int64, N.</summary>
    public Tensor Labels { get; }

    public IReadOnlyList<string> ClassNames { get; }

    public Normalization Normalization { get; }

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

    /// <summary>The images whose label satisfies <paramref name="wanted"/>, in the order of the data set.</summary>
    public ImageSubset Where(Func<long, bool> wanted)
    {
        using var labels = Labels.cpu();
        var rows = new List<long>(Count);
        var values = labels.data<long>();
        for (var i = 0L; i < values.Count; i++)
        {
            if (wanted(values[i]))
            {
                rows.Add(i);
            }
        }
        return new(this, [.. rows]);
    }

    /// <summary>A copy of the first <paramref name="count"/> images, or of all if there are fewer.</summary>
    public ImageDataset First(int count) =>
        new(
            Name,
            Images.narrow(0, 0, Math.Min(count, Count)).clone(),
            Labels.narrow(0, 0, Math.Min(count, Count)).clone(),
            ClassNames,
            Normalization
        );

    /// <summary>A copy on <paramref name="device"/>.</summary>
    public ImageDataset To(Device device) =>
        new(Name, Images.to(device, copy: true), Labels.to(device, copy: true), ClassNames, Normalization);

    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
        Mean.Dispose();
        Scale.Dispose();
    }
}
