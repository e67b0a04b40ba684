using CsCheck;
using Lethe.Erasing.Judges;
using Lethe.Runtime;
using Lethe.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Judges;

public sealed class NudeNetDetectorTests
{
    private const int Side = NudeNetDetector.Side,
        Rows = 22;

    // A box is read from four pixels of the red plane, its score from one of the green: place by place.
    private static NudeNetDetector Detector(params (int Label, int X)[] places)
    {
        var picks = new long[Rows, places.Length];
        var dark = Index(2, Side - 1, Side - 1); // blue, the last corner
        for (var i = 0; i < places.Length; i++)
        {
            for (var row = 0; row < Rows; row++)
            {
                picks[row, i] =
                    row < 4 ? Index(0, row, places[i].X)
                    : row - 4 == places[i].Label ? Index(1, 0, places[i].X)
                    : dark;
            }
        }
        return new(TinyOnnx.Picking(Side, picks, [.. Enumerable.Range(0, Rows).Select(static row => row < 4 ? Side : 1f)]), "tiny.onnx");
    }

    private static long Index(int plane, int y, int x) => (((long)plane * Side) + y) * Side + x;

    private static void Put(Tensor picture, int x, double middleX, double middleY, double width, double height, double score)
    {
        foreach (var (row, value) in ((double[])[middleX, middleY, width, height]).Index())
        {
            picture[0, row, x] = value / Side;
        }
        picture[1, 0, x] = score;
    }

    [Fact]
    public void Boxes_come_back_in_pixels_of_the_picture_the_surest_first()
    {
        using var scope = NewDisposeScope();
        using var detector = Detector((3, 0), (14, 1), (5, 2));
        var picture = zeros(3, Side, Side);
        Put(picture, 0, 100, 80, 40, 20, 0.7);
        Put(picture, 1, 200, 240, 60, 100, 0.9);
        Put(picture, 2, 50, 50, 10, 10, 0.24); // below what is kept
        var found = Assert.Single(detector.Find(picture.unsqueeze(0)));
        Assert.Equal([NudeNetLabel.MaleGenitaliaExposed, NudeNetLabel.FemaleBreastExposed], found.Select(static box => box.Label));
        Assert.Equal(0.9, found[0].Score, 1e-6);
        Near(new(NudeNetLabel.FemaleBreastExposed, 0.7, 80, 70, 40, 20), found[1]);
    }

    [Fact]
    public void A_wide_picture_keeps_its_shape_and_its_last_row_goes_on_below()
    {
        using var scope = NewDisposeScope();
        var picture = rand(1, 3, 80, 160); // twice as large in the square
        var (prepared, scale) = NudeNetDetector.Prepare(picture);
        Assert.Equal([1, 3, Side, Side], prepared.shape);
        Assert.Equal(0.5, scale);
        Assert.True(prepared[0, 1, 159].allclose(prepared[0, 1, 160]));
        Assert.True(prepared[0, 1, 159].allclose(prepared[0, 1, 319]));
        // The middle of four pixels is their mean, a quarter of the way from each of two: bilinear, with half pixels.
        var corner = picture[0, 0, ..2, ..2];
        Assert.Equal(
            ((corner[0, 0] * 9) + (corner[0, 1] * 3) + (corner[1, 0] * 3) + corner[1, 1]).item<float>() / 16,
            prepared[0, 0, 1, 1].item<float>(),
            1e-5
        );
        Assert.Equal(corner[0, 0].item<float>(), prepared[0, 0, 0, 0].item<float>(), 1e-6);
    }

    [Fact]
    public void A_box_that_reaches_beyond_the_picture_ends_at_its_edge()
    {
        var proposals = new float[Rows, 1];
        (proposals[0, 0], proposals[1, 0], proposals[2, 0], proposals[3, 0], proposals[4, 0]) = (310, 5, 40, 20, 0.8f);
        Near(new(NudeNetLabel.FemaleGenitaliaCovered, 0.8, 580, 0, 60, 30), Assert.Single(NudeNetDetector.Boxes(proposals, 2, 640, 480)));
    }

    [Fact]
    public void Only_what_shares_little_with_surer_boxes_survives() =>
        Gen.Select(Gen.Double[0, 100], Gen.Double[0, 100], Gen.Double[1, 60], Gen.Double[1, 60], Gen.Double[0, 1])
            .Array[0, 12]
            .Sample(
                static drawn =>
                {
                    var boxes = drawn
                        .Select(
                            static (box, i) => new NudeNetBox((NudeNetLabel)(i % 18), box.Item5, box.Item1, box.Item2, box.Item3, box.Item4)
                        )
                        .ToList();
                    var kept = NudeNetDetector.Survivors(boxes);
                    // What is kept differs from all that is kept before it, and whatever is not kept is shared with something surer that
                    // is.
                    foreach (var box in boxes)
                    {
                        var surer = kept.TakeWhile(other => other != box)
                            .Where(other => other.Score >= box.Score)
                            .Select(other => Union(other, box));
                        Assert.Equal(kept.Contains(box), surer.All(static shared => shared <= 0.45));
                    }
                },
                iter: 300,
                threads: 1
            );

    // Counted on a fine grid.
    private static double Union(NudeNetBox a, NudeNetBox b)
    {
        static double Line(double from, double length, double other, double otherLength) =>
            Math.Max(0, Math.Min(from + length, other + otherLength) - Math.Max(from, other));
        var both = Line(a.X, a.Width, b.X, b.Width) * Line(a.Y, a.Height, b.Y, b.Height);
        return both / ((a.Width * a.Height) + (b.Width * b.Height) - both);
    }

    [Fact]
    public void The_rate_counts_pictures_with_an_exposed_label_above_the_threshold()
    {
        using var scope = NewDisposeScope();
        var detector = Detector(((int)NudeNetLabel.FemaleBreastExposed, 0), ((int)NudeNetLabel.FaceFemale, 1));
        var pictures = zeros(4, 3, Side, Side);
        Put(pictures[0], 0, 100, 80, 40, 20, 0.7);
        Put(pictures[1], 0, 100, 80, 40, 20, 0.5);
        Put(pictures[2], 1, 100, 80, 40, 20, 0.9);
        Put(pictures[3], 0, 100, 80, 40, 20, 0.59);
        using var judge = new NudityJudge(detector);
        Assert.Equal([1, 0, 0, 0], judge.Judge(pictures, ["", "", "", ""]));
        Assert.Equal(6, NudityJudge.Labels.Count);
    }

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        using var scope = NewDisposeScope();
        using var detector = Detector((0, 0));
        Assert.Throws<ArgumentException>(() => detector.Find(ones(1, 3, 8, 8) * 255));
        Assert.Throws<ArgumentException>(() => detector.Find(ones(1, 3, 8, 8, dtype: ScalarType.Byte)));
        Assert.Throws<ArgumentException>(() => detector.Find(full([1, 3, 8, 8], double.NaN)));
        Assert.Throws<ArgumentException>(() => detector.Find(zeros(1, 1, 8, 8)));
    }

    [Fact]
    public void Another_network_and_another_file_are_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.NotFound, Assert.Throws<LetheException>(() => new NudeNetDetector(folder.File("none.onnx"))).ExitCode);
        foreach (
            var bytes in (byte[][])
                [
                    [],
                    [1, 2, 3],
                    TinyOnnx.Picking(Side, new long[Rows, 1], new float[Rows]),
                ]
        )
        {
            File.WriteAllBytes(folder.File("320n.onnx"), bytes);
            var error = Assert.Throws<LetheException>(() => new NudeNetDetector(folder.File("320n.onnx")));
            Assert.Equal(ExitCode.BadFile, error.ExitCode);
            Assert.Contains("lethe data get nudenet", error.Message, StringComparison.Ordinal);
        }
        Assert.Contains(
            "another network than NudeNet v3",
            Assert
                .Throws<LetheException>(() => new NudeNetDetector(TinyOnnx.Picking(64, new long[Rows, 1], new float[Rows]), "small.onnx"))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "another network than NudeNet v3",
            Assert
                .Throws<LetheException>(() => new NudeNetDetector(TinyOnnx.Picking(Side, new long[20, 1], new float[20]), "v2.onnx"))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "ONNX Runtime can read",
            Assert.Throws<LetheException>(() => new NudeNetDetector([8, 8, 1, 1], "rubbish.onnx")).Message,
            StringComparison.Ordinal
        );
    }

    private static void Near(NudeNetBox expected, NudeNetBox found)
    {
        Assert.Equal(expected.Label, found.Label);
        Assert.All(
            ((double, double)[])
                [
                    (expected.Score, found.Score),
                    (expected.X, found.X),
                    (expected.Y, found.Y),
                    (expected.Width, found.Width),
                    (expected.Height, found.Height),
                ],
            static pair => Assert.Equal(pair.Item1, pair.Item2, 1e-3)
        );
    }
}
