using Lethe.Data;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Tests.Data;

/// <summary>A few random images of ten classes in turn.</summary>
internal static class TinyDataset
{
    public static ImageDataset Make(int count = 12, int size = 9)
    {
        var random = RandomStream.For(1, "tiny");
        var pixels = Enumerable.Range(0, count * 3 * size * size).Select(_ => (byte)random.Next(256)).ToArray();
        return new(
            "tiny",
            tensor(pixels, dtype: uint8).view(count, 3, size, size),
            tensor(Enumerable.Range(0, count).Select(static i => (long)(i % 10)).ToArray()),
            [.. Enumerable.Range(0, 10).Select(static i => $"class {i}")],
            Normalization.Cifar10
        );
    }

    public static void Same(Tensor expected, Tensor actual)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(0, expected.ne(actual).sum().item<long>());
    }
}
