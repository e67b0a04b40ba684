using System.Numerics;
using Lethe.Faces;
using Lethe.Faces.Finders;
using Lethe.Runtime;
using Lethe.Tests.Data;

namespace Lethe.Tests.Faces.Finders;

public sealed class YuNetFinderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // 40 x 40 pixels are padded to 64 x 64. The place of 32 pixels at the upper left is all face; the finer grids have as sure places
    // within, whose boxes are other ones.
    [Fact]
    public void Boxes_and_points_are_read_from_the_grid()
    {
        using var yunet = new YuNetFinder(TinyYuNet.Network(), "tiny");
        // Blue and green over one place of 8 pixels, column 2 and row 3; red a fifth.
        var face = Assert.Single(yunet.Find(Painted(40, 40, (16, 24, 8, 8, 51, 255, 255)), 40, 40));
        // middle 8 (2 + 0.5, 3 + 0.25), sides 8 times 3 and 4
        Assert.Equal(new FaceBox(20 - 12, 26 - 16, 24, 32), Rounded(face.Box));
        Assert.Equal(1, face.Score, 1e-5);
        // 8 (2 + 0.2 - 1, 3 - 1) and so on
        Assert.Equal([new(9.6f, 16), new(25.6f, 16), new(17.6f, 24), new(9.6f, 32), new(25.6f, 32)], face.Points!.All.Select(Rounded));
    }

    [Fact]
    public void Of_overlapping_boxes_the_surest_stays_and_the_largest_comes_first()
    {
        using var yunet = new YuNetFinder(TinyYuNet.Network(), "tiny");
        // Two places side by side, one surer; far away a place of 32 pixels, within which the finer ones are as sure, but overlap.
        var faces = yunet.Find(
            Painted(320, 320, (16, 24, 8, 8, 0, 200, 255), (24, 24, 8, 8, 0, 255, 255), (192, 192, 32, 32, 0, 255, 255)),
            320,
            320
        );
        Assert.Equal(new FaceBox(32 * 6.5 - 48, 32 * 6.25 - 64, 96, 128), Rounded(faces[0].Box));
        Assert.Contains(new FaceBox(28 - 12, 26 - 16, 24, 32), faces.Select(static face => Rounded(face.Box)));
        Assert.DoesNotContain(faces, static face => face.Score < 0.99);
    }

    [Fact]
    public void A_large_picture_is_made_smaller_and_its_boxes_larger_again()
    {
        using var yunet = new YuNetFinder(TinyYuNet.Network(), "tiny");
        var face = Assert.Single(yunet.Find(Painted(1280, 640, (320, 160, 16, 16, 0, 255, 255)), 1280, 640));
        Assert.Equal(new FaceBox(2 * (164 - 12), 2 * (82 - 16), 48, 64), Rounded(face.Box));
    }

    [Fact]
    public void Where_there_is_none_none_is_found()
    {
        using var yunet = new YuNetFinder(TinyYuNet.Network(), "tiny");
        Assert.Empty(yunet.Find(new byte[3 * 64 * 64], 64, 64));
        Assert.Empty(yunet.Find(new byte[3], 1, 1));
    }

    [Fact]
    public void What_is_no_network_is_said() =>
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => new YuNetFinder([1, 2, 3], "x.onnx")).ExitCode);

    // A page that says "not found", saved under the network's name: it must not get to native code.
    [Fact]
    public void Another_file_under_yunets_name_is_not_opened()
    {
        var path = folder.Write("cache/yunet/face_detection_yunet_2026may.onnx", "<!DOCTYPE html>"u8.ToArray());
        var error = Assert.Throws<LetheException>(() => FaceFinders.Best(new() { Cache = folder["cache"] }));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains("not opened", error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    // Only where someone has the network: no test downloads.
    [Fact]
    public void The_network_itself_gives_points_in_the_face()
    {
        var path = Environment.GetEnvironmentVariable("LETHE_YUNET");
        Need.Other(path is not null, "LETHE_YUNET", "LETHE_YUNET names no network.");
        using var yunet = new YuNetFinder(path!);
        Assert.Empty(yunet.Find(new byte[3 * 64 * 64], 64, 64));
        var face = Assert.Single(yunet.Find(DrawnFace.Picture(320, 240, 120, (160, 120)), 320, 240));
        Assert.NotNull(face.Points);
        Assert.True(
            face.Points.LeftEye.X < face.Points.RightEye.X
                && face.Points.LeftEye.Y < face.Points.Nose.Y
                && face.Points.Nose.Y < face.Points.LeftMouth.Y
        );
        Assert.InRange(face.Points.LeftEye.X, 160 - 30, 160 - 13);
    }

    private static byte[] Painted(
        int width,
        int height,
        params (int Left, int Top, int Width, int Height, byte Red, byte Green, byte Blue)[] patches
    )
    {
        var rgb = new byte[3 * width * height];
        foreach (var patch in patches)
        {
            for (var i = 0; i < patch.Width * patch.Height; i++)
            {
                var at = 3 * (((patch.Top + (i / patch.Width)) * width) + patch.Left + (i % patch.Width));
                (rgb[at], rgb[at + 1], rgb[at + 2]) = (patch.Red, patch.Green, patch.Blue);
            }
        }
        return rgb;
    }

    private static FaceBox Rounded(FaceBox box) =>
        new(Math.Round(box.Left, 3), Math.Round(box.Top, 3), Math.Round(box.Width, 3), Math.Round(box.Height, 3));

    private static Vector2 Rounded(Vector2 point) => new(MathF.Round(point.X, 3), MathF.Round(point.Y, 3));
}
