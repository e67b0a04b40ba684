using Lethe.Imaging;
using Lethe.Tests.Data;
using Lethe.Tests.Detection.Verdicts;
using SkiaSharp;

namespace Lethe.Tests.Imaging;

public sealed class ImageFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Stored so that it shows red on the left once it is turned.
    [Theory]
    [InlineData(1, true, false)]
    [InlineData(3, true, true)]
    [InlineData(6, false, true)]
    [InlineData(8, false, false)]
    public void A_turned_camera_is_put_upright(byte orientation, bool isAcross, bool isBehind)
    {
        var stored = TestPictures.Encoded(
            64,
            64,
            (x, y) => (isAcross ? x : y) < 32 != isBehind ? SKColors.Red : SKColors.Blue,
            SKEncodedImageFormat.Jpeg,
            100
        );
        var pixels = ImageFile.Read(folder.Write("x.jpg", TestPictures.Oriented(stored, orientation)), 32)!;
        Assert.InRange(pixels[(16 * 32) + 4], 235, 255);
        Assert.InRange(pixels[(16 * 32) + 28], 0, 20);
        Assert.InRange(pixels[(2 * 32 * 32) + (16 * 32) + 28], 235, 255);
    }

    [Fact]
    public void Transparent_parts_are_white()
    {
        var pixels = ImageFile.Read(
            folder.Write(
                "x.png",
                TestPictures.Encoded(8, 8, static (x, _) => x < 4 ? SKColors.Transparent : SKColors.Black, SKEncodedImageFormat.Png)
            ),
            8
        )!;
        Assert.Equal((255, 0), (pixels[0], pixels[7]));
    }

    // One reader for training and for detecting.
    [Fact]
    public void At_its_own_size_it_is_what_detectors_see()
    {
        var path = folder.Write(
            "x.jpg",
            TestPictures.Oriented(
                TestPictures.Encoded(40, 40, static (x, y) => new SKColor((byte)(6 * x), (byte)(6 * y), 99), SKEncodedImageFormat.Jpeg),
                6
            )
        );
        var (pixels, seen) = (ImageFile.Read(path, 40)!, PictureFile.Read(path));
        Assert.Equal(seen.Rgb, Enumerable.Range(0, 3 * 1600).Select(i => pixels[((i % 3) * 1600) + (i / 3)]));
    }

    [Fact]
    public void What_is_no_picture_is_null()
    {
        Assert.Null(ImageFile.Read(folder["nowhere.png"], 8));
        Assert.Null(ImageFile.Read(folder.Write("x.png", "text"u8.ToArray()), 8));
        Assert.Null(ImageFile.Read(folder.Path, 8));
    }
}
