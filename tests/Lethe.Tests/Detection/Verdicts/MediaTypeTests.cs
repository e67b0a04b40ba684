using System.Text;
using CsCheck;
using Lethe.Detection.Verdicts;
using SkiaSharp;

namespace Lethe.Tests.Detection.Verdicts;

public sealed class MediaTypeTests
{
    [Fact]
    public void Content_is_told_by_its_first_bytes()
    {
        Assert.Equal(new MediaType(MediaKind.Picture, "PNG"), MediaType.Of(TestPictures.Plain(SKColors.Red)));
        Assert.Equal(new MediaType(MediaKind.Picture, "JPEG"), MediaType.Of(TestPictures.Plain(SKColors.Red, SKEncodedImageFormat.Jpeg)));
        Assert.Equal(new MediaType(MediaKind.Picture, "WebP"), MediaType.Of(TestPictures.Plain(SKColors.Red, SKEncodedImageFormat.Webp)));
        Assert.Equal(new MediaType(MediaKind.Picture, "GIF"), MediaType.Of(TestPictures.AnimatedGif()));
    }

    [Theory]
    [InlineData("\0\0\0\u0018ftypisom", MediaKind.Video, "MP4")]
    [InlineData("\0\0\0\u0018ftypheic", MediaKind.Foreign, "HEIF")]
    [InlineData("\0\0\0\u0018ftypavif", MediaKind.Foreign, "AVIF")]
    [InlineData("\u001aEß£....matroska", MediaKind.Video, "Matroska")]
    [InlineData("RIFF....AVI LIST", MediaKind.Video, "AVI")]
    [InlineData("RIFF....WAVEfmt ", MediaKind.Other, "text")]
    [InlineData("....WEBPVP8", MediaKind.Other, "text")]
    [InlineData("BMW is a make of cars", MediaKind.Other, "text")]
    [InlineData("II*\0....", MediaKind.Foreign, "TIFF")]
    [InlineData("%PDF-1.7", MediaKind.Other, "PDF")]
    [InlineData("PK\u0003\u0004", MediaKind.Other, "ZIP")]
    [InlineData("dear diary", MediaKind.Other, "text")]
    [InlineData("\0\u0001\u0002", MediaKind.Other, "nothing known")]
    public void So_are_kinds_that_are_not_read(string start, MediaKind kind, string name) =>
        Assert.Equal(new MediaType(kind, name), MediaType.Of(Encoding.Latin1.GetBytes(start)));

    [Fact]
    public void Any_bytes_have_an_answer() =>
        Gen.Byte.Array[0, MediaType.Needed].Sample(static bytes => MediaType.Of(bytes).Name.Length > 0);

    [Theory]
    [InlineData("a.JPG", "JPEG")]
    [InlineData("a.b/c.mov", "MP4")]
    [InlineData("notes.txt", null)]
    [InlineData("png", null)]
    public void A_name_says_what_its_ending_says(string path, string? name) => Assert.Equal(name, MediaType.NameOf(path));
}
