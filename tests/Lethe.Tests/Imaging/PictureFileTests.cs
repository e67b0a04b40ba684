using CsCheck;
using Lethe.Imaging;
using Lethe.Runtime;
using Lethe.Tests.Data;
using Lethe.Tests.Detection.Verdicts;
using SkiaSharp;

namespace Lethe.Tests.Imaging;

public sealed class PictureFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Colours_come_in_their_order(SKEncodedImageFormat format)
    {
        var picture = Read(TestPictures.Encoded(40, 24, static (x, _) => x < 20 ? SKColors.Red : SKColors.Blue, format));
        Assert.Equal((40, 24), (picture.Width, picture.Height));
        Near([255, 0, 0], At(picture, 4, 12), 12);
        Near([0, 0, 255], At(picture, 35, 12), 12);
        Assert.Empty(picture.Notes);
    }

    // Of each: where the stored picture's first pixel is, and the last one of its first row (EXIF 2.3, 4.6.4).
    [Theory]
    [InlineData(1, 0, 0, 1, 0)]
    [InlineData(2, 1, 0, 0, 0)]
    [InlineData(3, 1, 1, 0, 1)]
    [InlineData(4, 0, 1, 1, 1)]
    [InlineData(5, 0, 0, 0, 1)]
    [InlineData(6, 1, 0, 1, 1)]
    [InlineData(7, 1, 1, 1, 0)]
    [InlineData(8, 0, 1, 0, 0)]
    public void A_turned_camera_is_put_upright(byte orientation, int firstX, int firstY, int lastX, int lastY)
    {
        var stored = TestPictures.Encoded(
            48,
            32,
            static (x, y) =>
                x < 16 && y < 16 ? SKColors.Red
                : x >= 32 && y < 16 ? SKColors.Lime
                : SKColors.Black,
            SKEncodedImageFormat.Jpeg,
            100
        );
        var picture = Read(TestPictures.Oriented(stored, orientation));
        Assert.Equal(orientation >= 5 ? (32, 48) : (48, 32), (picture.Width, picture.Height));
        Near([255, 0, 0], Corner(picture, firstX, firstY), 12);
        Near([0, 255, 0], Corner(picture, lastX, lastY), 12);
    }

    [Fact]
    public void Sixteen_bits_become_eight()
    {
        byte[] pixels = [.. Enumerable.Range(0, 64).SelectMany(static _ => (byte[])[0x80, 0x12, 0x10, 0x34, 0xff, 0xff])];
        Near([0x80, 0x10, 0xff], At(Read(TestPictures.Png(8, 8, 16, 2, pixels)), 3, 3), 1);
    }

    [Fact]
    public void Grey_becomes_three_equal_colours() =>
        Assert.Equal([77, 77, 77], At(Read(TestPictures.Png(8, 8, 8, 0, [.. Enumerable.Repeat((byte)77, 64)])), 2, 5));

    [Fact]
    public void Transparent_parts_are_white_and_it_is_said()
    {
        var picture = Read(
            TestPictures.Encoded(8, 8, static (x, _) => x < 4 ? SKColors.Transparent : SKColors.Blue, SKEncodedImageFormat.Png)
        );
        Assert.Equal([255, 255, 255], At(picture, 0, 0));
        Assert.Equal([0, 0, 255], At(picture, 7, 0));
        Assert.Equal("Transparent parts were put on white.", Assert.Single(picture.Notes));
    }

    // (1 - ink) (1 - black) = 0.75 0.75 = 0.5625 of 255.
    [Fact]
    public void Inks_become_colours() => Near([143, 143, 143], At(Read(TestPictures.Cmyk()), 8, 8), 4);

    [Fact]
    public void Of_an_animation_the_first_frame_is_read_and_it_is_said() =>
        Assert.All(
            ((byte[][])[TestPictures.AnimatedGif(), TestPictures.AnimatedPng(), TestPictures.AnimatedWebp()]),
            bytes =>
            {
                var picture = Read(bytes);
                Assert.True(At(picture, 2, 2)[0] > 150 && At(picture, 2, 2)[2] < 60, "the first frame is red");
                Assert.Equal("An animation: only its first frame was examined.", Assert.Single(picture.Notes));
            }
        );

    [Theory]
    [InlineData(30_000, 30_000)]
    [InlineData(30_000, 2)]
    [InlineData(2, 30_000)]
    [InlineData(9_000, 9_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Too_large_a_picture_is_refused_before_it_is_decoded(int width, int height) =>
        Assert.Matches("too large|header", Refused(TestPictures.Bomb(width, height)));

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_truncated_picture_is_refused(SKEncodedImageFormat format)
    {
        var random = new RandomStream(1);
        var whole = TestPictures.Encoded(
            64,
            64,
            (_, _) => new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)),
            format,
            90
        );
        foreach (var share in (double[])[0.02, 0.3, 0.6, 0.9])
        {
            Assert.Matches("truncated|damaged", Refused(whole[..(int)(share * whole.Length)]));
        }
    }

    [Fact]
    public void Whatever_happens_to_the_bytes_it_is_a_picture_or_a_refusal()
    {
        byte[][] good =
        [
            TestPictures.Plain(SKColors.Red),
            TestPictures.Plain(SKColors.Red, SKEncodedImageFormat.Jpeg),
            TestPictures.Plain(SKColors.Red, SKEncodedImageFormat.Webp),
            TestPictures.AnimatedGif(),
            TestPictures.AnimatedPng(),
            TestPictures.Oriented(TestPictures.Plain(SKColors.Red, SKEncodedImageFormat.Jpeg), 6),
        ];
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Select(Gen.Int[0, 10_000], Gen.Byte).Array[1, 6], Gen.Int[0, 40])
            .Sample(
                (which, changes, cut) =>
                {
                    var bytes = good[which].ToArray();
                    foreach (var (at, value) in changes)
                    {
                        bytes[at % bytes.Length] = value;
                    }
                    try
                    {
                        var picture = Read(bytes[..^(cut > 20 ? Math.Min(bytes.Length, cut) : 0)]);
                        return picture.Rgb.Length == 3 * picture.Width * picture.Height;
                    }
                    catch (LetheException error)
                    {
                        return error.ExitCode == ExitCode.BadFile;
                    }
                },
                iter: 100,
                threads: 1
            );
    }

    private static byte[] Corner(DecodedPicture picture, int right, int below) =>
        At(picture, right == 1 ? picture.Width - 6 : 5, below == 1 ? picture.Height - 6 : 5);

    private static byte[] At(DecodedPicture picture, int x, int y) => picture.Rgb[(3 * ((y * picture.Width) + x))..][..3];

    private static void Near(byte[] wanted, byte[] got, int by) =>
        Assert.All(wanted.Zip(got), pair => Assert.InRange((int)pair.Second, pair.First - by, pair.First + by));

    private string Refused(byte[] bytes)
    {
        var error = Assert.Throws<LetheException>(() => Read(bytes));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        return error.Message;
    }

    private DecodedPicture Read(byte[] bytes)
    {
        var path = Path.Combine(folder.Path, "picture");
        File.WriteAllBytes(path, bytes);
        return PictureFile.Read(path);
    }
}
