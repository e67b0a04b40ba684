using Lethe.Faces;
using Lethe.Runtime;
using Lethe.Tests.Data;
using SkiaSharp;

namespace Lethe.Tests.Faces;

public sealed class FolderFacesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_and_folders_are_people_by_name()
    {
        folder.Write("zoe.png", Image(0xFF00FF00));
        folder.Write("Ann/b.png", Image(0xFF0000FF));
        folder.Write("Ann/a.jpg", Image(0xFFFF0000, SKEncodedImageFormat.Jpeg));
        folder.Write("notes.txt", [1, 2, 3]);
        var faces = new FolderFaces(folder.Path, "mine");
        Assert.Equal(("mine", 2), (faces.Name, faces.Count));
        var (ann, zoe) = (faces.Get(0, 40), faces.Get(1, 40));
        Assert.Equal(("Ann", "zoe.png"), (ann.Identity, zoe.Identity));
        Assert.Equal(40 * 40 * 3, ann.Rgb.Length);
        // Red, then green; row by row, not plane by plane.
        Assert.InRange(ann.Rgb[0], 250, 255);
        Assert.InRange(ann.Rgb[1], 0, 5);
        Assert.Equal([0, 255, 0], zoe.Rgb[^3..]);
        Assert.Equal(FaceTemplate.At(40).LeftEye, ann.Landmarks.LeftEye);
    }

    [Fact]
    public void What_cannot_be_read_is_left_out()
    {
        var whole = Image(0xFF808080);
        folder.Write("a.jpg", []);
        folder.Write("b.png", [.. "not a picture"u8]);
        folder.Write("c.png", whole[..(whole.Length / 2)]);
        folder.Write("d/1.png", []);
        folder.Write("d/2.png", whole);
        folder.Write("e/1.png", [.. "neither"u8]);
        folder.Write("f.png", whole);
        var faces = new FolderFaces(folder.Path);
        Assert.Equal(2, faces.Count);
        Assert.Equal(["d", "f.png"], Enumerable.Range(0, 2).Select(index => faces.Get(index, 32).Identity));
    }

    [Fact]
    public void A_folder_without_faces_is_refused_with_the_reason()
    {
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => new FolderFaces(folder["nowhere"])).ExitCode);
        var empty = Assert.Throws<LetheException>(() => new FolderFaces(folder.Path));
        Assert.Equal(ExitCode.BadFile, empty.ExitCode);
        Assert.Contains("no JPEG or PNG", empty.Message, StringComparison.Ordinal);
        folder.Write("a.jpg", []);
        Assert.Contains(
            "1 that cannot be read",
            Assert.Throws<LetheException>(() => new FolderFaces(folder.Path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_picture_that_has_gone_since_is_named()
    {
        var path = folder.Write("a.png", Image(0xFF808080));
        var faces = new FolderFaces(folder.Path);
        File.WriteAllBytes(path, []);
        var error = Assert.Throws<LetheException>(() => faces.Get(0, 32));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains("a.png", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_more_people_are_taken_than_asked_for()
    {
        folder.Write("a.png", Image(0xFFFF0000));
        folder.Write("b.png", Image(0xFF00FF00));
        Assert.Equal(1, new FolderFaces(folder.Path, most: 1).Count);
    }

    private static byte[] Image(uint colour, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(60, 50);
        bitmap.Erase(new SKColor(colour));
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }
}
