using Lethe.Data;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Tests.Data;

public sealed class AugmentationTests
{
    [Theory]
    [InlineData(4, true)]
    [InlineData(2, false)]
    [InlineData(0, true)]
    public void A_batch_is_what_cropping_and_flipping_one_image_after_the_other_gives(int padding, bool flip)
    {
        using var scope = NewDisposeScope();
        using var data = TinyDataset.Make();
        var augmented = new Augmentation(padding, flip).Apply(data.Images, RandomStream.For(5, "augment"));
        var expected = Reference(data.Images, padding, flip, RandomStream.For(5, "augment"));
        Assert.Equal(uint8, augmented.dtype);
        TinyDataset.Same(expected, augmented);
    }

    [Fact]
    public void About_half_of_the_images_are_flipped_and_all_crops_occur()
    {
        using var scope = NewDisposeScope();
        // One bright pixel in the middle tells where the crop was taken.
        var images = zeros(2000, 1, 9, 9, uint8);
        images[TensorIndex.Colon, 0, 4, 4] = 255;
        var places = new Augmentation(4, true)
            .Apply(images, RandomStream.For(0, "places"))
            .reshape(2000, 81)
            .to(float32)
            .argmax(1)
            .bincount(null, 81)
            .data<long>()
            .ToArray();
        Assert.All(places, static count => Assert.InRange(count, 5, 60));
        images.zero_();
        images[TensorIndex.Colon, 0, 4, 0] = 255;
        var left = new Augmentation(0, true)
            .Apply(images, RandomStream.For(0, "flips"))
            .select(1, 4)
            .select(1, 0)
            .to(float32)
            .div(255)
            .sum()
            .item<float>();
        Assert.InRange(left, 900, 1100);
    }

    [Fact]
    public void No_augmentation_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var data = TinyDataset.Make();
        TinyDataset.Same(data.Images.permute(0, 2, 3, 1), Augmentation.None.Apply(data.Images, RandomStream.For(0)));
    }

    private static Tensor Reference(Tensor images, int padding, bool flip, RandomStream random)
    {
        var (count, channels, size) = ((int)images.shape[0], (int)images.shape[1], (int)images.shape[2]);
        var from = images.data<byte>().ToArray();
        var to = new byte[from.Length];
        for (var i = 0; i < count; i++)
        {
            var mirrored = flip && (random.Next() >> 63) == 1;
            var (top, left) = (random.Next((2 * padding) + 1), random.Next((2 * padding) + 1));
            for (var y = 0; y < size; y++)
            {
                for (var x = 0; x < size; x++)
                {
                    var (row, column) = (top + y - padding, left + (mirrored ? size - 1 - x : x) - padding);
                    for (var c = 0; c < channels; c++)
                    {
                        var inside = row >= 0 && row < size && column >= 0 && column < size;
                        to[(((i * size) + y) * size + x) * channels + c] = inside
                            ? from[((((i * channels) + c) * size) + row) * size + column]
                            : (byte)0;
                    }
                }
            }
        }
        return tensor(to, dtype: uint8).view(count, size, size, channels);
    }
}
