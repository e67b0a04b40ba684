using Lethe.Data;
using Lethe.Faces.Finders;
using Lethe.Runtime;
using Lethe.Tests.Data;

namespace Lethe.Tests.Faces.Finders;

public sealed class FaceFindersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(320, 240, 120, 160, 120)]
    [InlineData(320, 240, 120, 90, 110)]
    [InlineData(1280, 960, 480, 500, 480)]
    public void A_face_is_found_where_it_is(int width, int height, int side, int x, int y)
    {
        using var haar = new HaarFinder();
        var face = Assert.Single(haar.Find(DrawnFace.Picture(width, height, side, (x, y)), width, height));
        Assert.InRange(face.Box.CentreX, x - (0.15 * side), x + (0.15 * side));
        Assert.InRange(face.Box.CentreY, y - (0.15 * side), y + (0.15 * side));
        Assert.InRange(face.Box.Width, 0.6 * side, 1.3 * side);
        Assert.Null(face.Points);
    }

    [Fact]
    public void Two_faces_come_with_the_larger_first()
    {
        var picture = DrawnFace.Picture(480, 240, 100, (110, 120));
        var larger = DrawnFace.Picture(480, 240, 150, (350, 120));
        for (var i = 0; i < picture.Length; i++)
        {
            picture[i] = i / 3 % 480 < 240 ? picture[i] : larger[i];
        }
        using var haar = new HaarFinder();
        var faces = haar.Find(picture, 480, 240);
        Assert.Equal(2, faces.Count);
        Assert.True(faces[0].Box.Area > faces[1].Box.Area);
        Assert.True(faces[0].Box.CentreX > 240 && faces[1].Box.CentreX < 240);
        Assert.Equal(faces, haar.Find(picture, 480, 240));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 300)]
    [InlineData(320, 240)]
    public void Where_there_is_none_none_is_found(int width, int height)
    {
        var random = RandomStream.For(3, "noise");
        using var haar = new HaarFinder();
        Assert.Empty(haar.Find(new byte[3 * width * height], width, height));
        Assert.Empty(haar.Find([.. Enumerable.Range(0, 3 * width * height).Select(_ => (byte)random.Next(256))], width, height));
    }

    [Fact]
    public void Bytes_that_are_no_picture_of_that_size_are_refused()
    {
        using var haar = new HaarFinder();
        Assert.Throws<ArgumentException>(() => haar.Find(new byte[10], 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => haar.Find([], 0, 0));
    }

    [Fact]
    public void Without_its_file_the_best_is_haar_and_yunet_says_where_to_get_it()
    {
        var options = new DataOptions { Cache = folder["cache"] };
        using var best = FaceFinders.Best(options);
        Assert.Equal("haar", best.Name);
        var error = Assert.Throws<LetheException>(() => FaceFinders.Create("yunet", options));
        Assert.Equal(ExitCode.NotFound, error.ExitCode);
        Assert.Contains("lethe data get yunet", error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => FaceFinders.Create("dlib", options)).ExitCode);
    }
}
