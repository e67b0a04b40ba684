using Lethe.Data;
using Lethe.Detection;
using Lethe.Runtime;
using Lethe.Tests.Data;

namespace Lethe.Tests.Detection.Faces;

public sealed class FaceDetectorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public FaceDetectorsTests() => OpenCv.Need();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(320, 240, 120, 160, 120)]
    [InlineData(320, 240, 120, 90, 110)]
    [InlineData(1280, 960, 480, 500, 480)]
    public void A_face_is_found_where_it_is(int width, int height, int side, int x, int y)
    {
        using var haar = new HaarDetector();
        var face = Assert.Single(haar.Find(DrawnFace.Picture(width, height, side, (x, y)), width, height));
        Assert.InRange(face.Box.CentreX, x - (0.15 * side), x + (0.15 * side));
        Assert.InRange(face.Box.CentreY, y - (0.15 * side), y + (0.15 * side));
        Assert.InRange(face.Box.Width, 0.6 * side, 1.3 * side);
        Assert.Null(face.Points);
        Assert.Null(face.Landmarks());
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
        using var haar = new HaarDetector();
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
        using var haar = new HaarDetector();
        Assert.Empty(haar.Find(new byte[3 * width * height], width, height));
        Assert.Empty(haar.Find([.. Enumerable.Range(0, 3 * width * height).Select(_ => (byte)random.Next(256))], width, height));
    }

    [Fact]
    public void Bytes_that_are_no_picture_of_that_size_are_refused()
    {
        using var haar = new HaarDetector();
        Assert.Throws<ArgumentException>(() => haar.Find(new byte[10], 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => haar.Find([], 0, 0));
    }

    [Fact]
    public void Without_its_file_the_best_is_haar_and_yunet_says_where_to_get_it()
    {
        var options = new DataOptions { Cache = folder["cache"] };
        using var best = FaceDetectors.Best(options);
        Assert.Equal("haar", best.Name);
        var error = Assert.Throws<LetheException>(() => FaceDetectors.Create("yunet", options));
        Assert.Equal(ExitCode.NotFound, error.ExitCode);
        Assert.Contains("lethe data get yunet", error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Assert.Throws<LetheException>(() => FaceDetectors.Create("dlib", options)).ExitCode);
    }

    // A page that says "not found", saved under the network's name: it must not get to native code.
    [Fact]
    public void Another_file_under_yunets_name_is_not_opened()
    {
        var path = folder.Write("cache/yunet/face_detection_yunet_2026may.onnx", "<!DOCTYPE html>"u8.ToArray());
        var error = Assert.Throws<LetheException>(() => FaceDetectors.Best(new() { Cache = folder["cache"] }));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains("not opened", error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    // Past the checksum: what OpenCV throws becomes one sentence.
    [Fact]
    public void A_network_that_opencv_cannot_read_is_said() =>
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => new YuNetDetector(folder.Write("x.onnx", [1, 2, 3]), null)).ExitCode);

    // Only where someone has the network: no test downloads.
    [Fact]
    public void Yunet_gives_points_in_the_face()
    {
        var path = Environment.GetEnvironmentVariable("LETHE_YUNET");
        Assert.SkipWhen(path is null, "LETHE_YUNET names no network.");
        using var yunet = new YuNetDetector(path!);
        Assert.Empty(yunet.Find(new byte[3 * 64 * 64], 64, 64));
        var face = Assert.Single(yunet.Find(DrawnFace.Picture(320, 240, 120, (160, 120)), 320, 240));
        Assert.NotNull(face.Points);
        Assert.True(face.Points.LeftEye.X < face.Points.RightEye.X && face.Points.LeftEye.Y < face.Points.Nose.Y && face.Points.Nose.Y < face.Points.LeftMouth.Y);
        Assert.InRange(face.Points.LeftEye.X, 160 - 30, 160 - 13);
        Assert.NotNull(face.Landmarks());
    }
}
