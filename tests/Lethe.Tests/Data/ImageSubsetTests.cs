using Lethe.Data;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Tests.Data;

public sealed class ImageSubsetTests : IDisposable
{
    private readonly ImageDataset data = TinyDataset.Make(25);

    public void Dispose() => data.Dispose();

    [Fact]
    public void What_is_read_is_normalised_pixel_by_pixel()
    {
        using var scope = NewDisposeScope();
        var (images, labels) = data.ExceptClass(0).Read([2, 0]);
        Assert.Equal([3L, 1L], labels.data<long>().ToArray());
        for (var c = 0; c < 3; c++)
        {
            var expected = ((data.Images[3, c, 4, 5].item<byte>() / 255f) - data.Normalization.Mean[c]) / data.Normalization.Std[c];
            Assert.Equal(expected, images[0, c, 4, 5].item<float>(), 1e-5f);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batches_have_channels_last_strides(bool augmented)
    {
        using var scope = NewDisposeScope();
        var (images, _) = augmented
            ? data.All().Read([0, 1, 2], ScalarType.Float32, Augmentation.CropFlip, RandomStream.For(0))
            : data.All().Read([0, 1, 2]);
        Assert.Equal([3, 3, 9, 9], images.shape);
        Assert.Equal([243, 1, 27, 3], images.stride());
        Assert.Equal([243, 1, 27, 3], data.All().ReadPixels([0, 1]).Pixels.stride());
        Assert.Equal(ScalarType.BFloat16, data.All().Read([0], ScalarType.BFloat16).Images.dtype);
    }

    [Fact]
    public void Pixels_normalised_are_what_a_network_reads()
    {
        using var scope = NewDisposeScope();
        var subset = data.All();
        var (pixels, _) = subset.ReadPixels([4, 7]);
        Assert.InRange(pixels.max().item<float>(), 0.9f, 1f);
        Assert.True(subset.Normalize(pixels).allclose(subset.Read([4, 7]).Images, 1e-5, 1e-5));
    }

    [Fact]
    public void Each_image_counts_once_as_read_and_labels_do_not_count()
    {
        using var scope = NewDisposeScope();
        var subset = data.OfClass(3);
        subset.Labels();
        Assert.Equal((3, 0), (subset.Count, subset.DistinctRead));
        subset.Read([1]);
        subset.Read([1, 0]);
        subset.ReadPixels([0]);
        Assert.Equal(2, subset.DistinctRead);
        Assert.Equal(0, subset.Fresh().DistinctRead);
        Assert.Equal(0, data.OfClass(3).DistinctRead);
    }

    [Fact]
    public void Batches_cover_every_position_once_shuffled_or_not()
    {
        Assert.Equal([10, 10, 5], data.All().Batches(10).Select(static batch => batch.Length));
        Assert.Equal(Enumerable.Range(0, 25).Select(static i => (long)i), data.All().Batches(10).SelectMany(static batch => batch));
        var shuffled = data.All().Batches(10, RandomStream.For(3)).SelectMany(static batch => batch).ToArray();
        Assert.Equal(Enumerable.Range(0, 25).Select(static i => (long)i), shuffled.Order());
        Assert.NotEqual(shuffled.Order(), shuffled);
        Assert.Equal(shuffled, data.All().Batches(4, RandomStream.For(3)).SelectMany(static batch => batch));
    }

    [Fact]
    public void Some_are_taken_at_random_without_repeats()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(25, data.All().Take(99, RandomStream.For(0)).Count);
        var some = data.ExceptClass(1).Take(6, RandomStream.For(0));
        Assert.Equal(6, some.Count);
        Assert.DoesNotContain(1L, some.Labels().data<long>());
    }

    [Fact]
    public void Reading_leaves_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        var subset = data.All();
        var before = scope.DisposablesCount;
        subset.Read([0, 1], ScalarType.BFloat16, Augmentation.CropFlip, RandomStream.For(0));
        Assert.Equal(before + 2, scope.DisposablesCount);
    }

    [Fact]
    public void The_four_parts_are_by_class_and_a_class_that_is_not_there_is_refused()
    {
        using var pair = new DatasetPair(TinyDataset.Make(25), TinyDataset.Make(15), false, "test");
        var split = ForgetSplit.ByClass(pair, 4);
        Assert.Equal((3, 22, 2, 13), (split.ForgetTrain.Count, split.RetainTrain.Count, split.ForgetTest.Count, split.RetainTest.Count));
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => ForgetSplit.ByClass(pair, 10)).ExitCode);
        using var few = new DatasetPair(TinyDataset.Make(5), TinyDataset.Make(5), false, "test");
        Assert.Contains(
            "0 training images of class 7",
            Assert.Throws<LetheException>(() => ForgetSplit.ByClass(few, 7)).Message,
            StringComparison.Ordinal
        );
    }
}
