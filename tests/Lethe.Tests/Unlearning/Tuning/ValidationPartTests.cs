using Lethe.Data;
using Lethe.Unlearning.Tuning;

namespace Lethe.Tests.Unlearning.Tuning;

public sealed class ValidationPartTests
{
    [Fact]
    public void Training_images_are_divided_and_no_test_image_is_left()
    {
        using var whole = DatasetCatalog.Load(FashionMnist.SampleName, new());
        using var part = ValidationPart.Of(DatasetCatalog.Load(FashionMnist.SampleName, new()), 0.05, 950);

        Assert.Equal((9500, 500), (part.Train.Count, part.Test.Count));
        Assert.All(Enumerable.Range(0, 10), label => Assert.Equal((950, 50), (Of(part.Train, label), Of(part.Test, label))));
        var (all, train, held) = (Pictures(whole.Train), Pictures(part.Train), Pictures(part.Test));
        Assert.Equal(all.Order(), train.Concat(held).Order());
        // Of the data set itself some pictures stand in both parts.
        Assert.True(
            held.Except(all).Count() == 0 && held.Intersect(Pictures(whole.Test)).Count() <= all.Intersect(Pictures(whole.Test)).Count()
        );
    }

    [Fact]
    public void The_draw_is_its_seeds()
    {
        Assert.Equal(Held(950), Held(950));
        Assert.NotEqual(Held(950), Held(951));

        static List<string> Held(int seed)
        {
            using var part = ValidationPart.Of(DatasetCatalog.Load(FashionMnist.SampleName, new()), 0.05, seed);
            return Pictures(part.Test);
        }
    }

    private static int Of(ImageDataset images, int label) => images.OfClass(label).Count;

    private static List<string> Pictures(ImageDataset images)
    {
        using var flat = images.Images.cpu().contiguous();
        var (bytes, size) = (flat.data<byte>().ToArray(), (int)(flat.numel() / images.Count));
        return [.. bytes.Chunk(size).Select(static picture => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(picture)))];
    }
}
