using System.Buffers.Binary;
using Lethe.Data;
using Lethe.Imaging;
using Lethe.Runtime;
using SkiaSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_folder_is_a_class_split_nine_to_one_always_alike()
    {
        Person("Zoe", 20, 0xFF00FF00);
        Person("Ann", 30, 0xFFFF0000);
        using var data = DatasetCatalog.LoadFolder(folder.Path, 16);
        using var again = DatasetCatalog.Load(folder.Path, new(Size: 16));
        Assert.Equal(["Ann", "Zoe"], data.Train.ClassNames);
        Assert.Equal((45, 5), (data.Train.Count, data.Test.Count));
        Assert.Equal((3, 2), (data.Test.OfClass(0).Count, data.Test.OfClass(1).Count));
        Assert.Equal([45, 3, 16, 16], data.Train.Images.shape);
        TinyDataset.Same(data.Test.Images, again.Test.Images);
        // Ann is red.
        Assert.Equal([255, 0, 0], Enumerable.Range(0, 3).Select(c => data.Train.Images[0, c, 8, 8].item<byte>()));
    }

    [Fact]
    public void The_ten_largest_are_taken_and_labelled_by_name()
    {
        foreach (var (name, count) in new[] { ("A", 2), ("B", 5), ("C", 3), ("D", 5) })
        {
            Person(name, count, 0xFFFFFFFF);
        }
        using var data = ImageFolder.Read("people", folder.Path, 8, largest: 3);
        Assert.Equal(["B", "C", "D"], data.Train.ClassNames);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(14, 1)]
    [InlineData(15, 2)]
    [InlineData(630, 63)]
    public void A_tenth_is_for_testing(int images, int tests) => Assert.Equal(tests, ImageFolder.TestCount(images));

    [Fact]
    public void Only_classes_with_enough_images_are_taken()
    {
        foreach (var (name, count) in new[] { ("A", 3), ("B", 2), ("C", 5), ("D", 0) })
        {
            Directory.CreateDirectory(folder[name]);
            Person(name, count, 0xFFFFFFFF);
        }
        using var data = ImageFolder.Read("people", folder.Path, 8, least: 3);
        Assert.Equal(["A", "C"], data.Train.ClassNames);
        Assert.Contains(
            "only one with 4 or more, C",
            Assert.Throws<LetheException>(() => ImageFolder.Read("people", folder.Path, 8, least: 4)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_middle_of_a_picture_can_be_taken_alone()
    {
        // A white square of 8 pixels in the middle of a black one of 16.
        using var bitmap = new SkiaSharp.SKBitmap(16, 16);
        bitmap.Erase(SkiaSharp.SKColors.Black);
        using (var canvas = new SkiaSharp.SKCanvas(bitmap))
        {
            using var white = new SkiaSharp.SKPaint { Color = SkiaSharp.SKColors.White };
            canvas.DrawRect(4, 4, 8, 8, white);
        }
        var path = folder.Write("a.png", bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100).ToArray());
        Assert.Equal(0, Lethe.Imaging.ImageFile.Read(path, 8)![0]);
        Assert.All(Lethe.Imaging.ImageFile.Read(path, 8, static side => side / 2)!, static value => Assert.Equal(255, value));
    }

    [Fact]
    public void An_empty_folder_one_class_and_no_folder_are_said()
    {
        Assert.Contains("no folder with JPEG or PNG", Fault(), StringComparison.Ordinal);
        Directory.CreateDirectory(folder["Nobody"]);
        Person("Ann", 3, 0xFFFFFFFF);
        Assert.Contains("only one, Ann", Fault(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => DatasetCatalog.LoadFolder(folder["gone"])).ExitCode);
    }

    [Fact]
    public void A_class_of_which_nothing_can_be_read_is_said()
    {
        Person("Ann", 3, 0xFFFFFFFF);
        folder.Write("Bob/1.jpg", [1, 2, 3]);
        folder.Write("Bob/2.png", []);
        Assert.Contains("Bob can be read", Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void Unreadable_images_among_others_are_left_out_and_counted()
    {
        Person("Ann", 3, 0xFFFFFFFF);
        Person("Bob", 3, 0xFFFFFFFF);
        folder.Write("Bob/cut.png", Png(64, 64, 0xFF123456, noise: true)[..500]);
        using var data = DatasetCatalog.LoadFolder(folder.Path, 8);
        Assert.Equal(6, data.Train.Count + data.Test.Count);
        Assert.Contains("1 unreadable", data.Provenance, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_claims_to_be_huge_is_not_decoded()
    {
        var png = Png(4, 4, 0xFFFFFFFF);
        // Width and height stand in the first chunk, which ends with a checksum.
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 60_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 60_000);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        var path = folder.Write("huge.png", png);
        using var codec = SKCodec.Create(path);
        Assert.Equal(60_000, codec.Info.Width);
        Assert.Null(ImageFile.Read(path, 8));
        Assert.False(ImageFile.CanHold(60, 7_000, 7_000)); // fewer pixels than are decoded, more than 60 bytes hold
        Assert.True(ImageFile.CanHold(60, 600, 600));
    }

    [Fact]
    public void Shrinking_averages_instead_of_picking()
    {
        using var bitmap = new SKBitmap(128, 128);
        for (var i = 0; i < 128 * 128; i++)
        {
            bitmap.SetPixel(i % 128, i / 128, (i + (i / 128)) % 2 == 0 ? SKColors.White : SKColors.Black);
        }
        var pixels = ImageFile.Read(folder.Write("checker.png", Encode(bitmap, SKEncodedImageFormat.Png)), 16)!;
        Assert.All(pixels, static value => Assert.InRange(value, 115, 140));
    }

    [Fact]
    public void The_middle_square_is_kept_and_jpeg_is_read()
    {
        using var bitmap = new SKBitmap(96, 32);
        bitmap.Erase(SKColors.Red);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.DrawRect(32, 0, 32, 32, new SKPaint { Color = SKColors.Blue });
        }
        var pixels = ImageFile.Read(folder.Write("wide.jpg", Encode(bitmap, SKEncodedImageFormat.Jpeg)), 8)!;
        Assert.InRange(pixels[(0 * 64) + 27], 0, 20);
        Assert.InRange(pixels[(2 * 64) + 27], 235, 255);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5000)]
    public void An_absurd_size_is_refused(int size) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => DatasetCatalog.LoadFolder(folder.Path, size)).ExitCode);

    internal static byte[] Png(int width, int height, uint color, bool noise = false)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(new SKColor(color));
        var random = RandomStream.For(0, "noise");
        for (var i = 0; noise && i < width * height; i++)
        {
            bitmap.SetPixel(i % width, i / width, new SKColor((uint)random.Next() | 0xFF000000));
        }
        return Encode(bitmap, SKEncodedImageFormat.Png);
    }

    private static byte[] Encode(SKBitmap bitmap, SKEncodedImageFormat format)
    {
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    // Of PNG (ISO 3309).
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
            }
        }
        return ~crc;
    }

    private void Person(string name, int images, uint color)
    {
        for (var i = 0; i < images; i++)
        {
            folder.Write($"{name}/{i:000}.png", Png(20 + i, 24, color));
        }
    }

    private string Fault()
    {
        var error = Assert.Throws<LetheException>(() => DatasetCatalog.LoadFolder(folder.Path));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        return error.Message;
    }
}
