using System.Numerics;
using CsCheck;
using Lethe.Faces;
using Lethe.Faces.Finders;
using Lethe.Imaging;

namespace Lethe.Tests.Faces.Finders;

public sealed class FaceCropTests
{
    // The template of the recognisers, already 8 to the right, in a square of 112.
    private static readonly FivePoints Template = new(
        new(38.2946f, 51.6963f),
        new(73.5318f, 51.5014f),
        new(56.0252f, 71.7366f),
        new(41.5493f, 92.3655f),
        new(70.7299f, 92.2041f)
    );

    [Theory]
    [InlineData(100, 100, 50, 40, 640, 480, 92, 88, 65)] // centre 125, 120; 1.3 x 50 = 65; 92.5 rounds to even
    [InlineData(0, 0, 50, 40, 640, 480, 0, 0, 65)] // shifted in at the left and top
    [InlineData(620, 460, 50, 50, 640, 480, 575, 415, 65)] // and at the right and below
    [InlineData(0, 0, 600, 600, 640, 480, 60, 0, 480)] // no larger than the frame
    public void The_square_is_centred_and_lies_in_the_frame(
        double left,
        double top,
        double across,
        double down,
        int width,
        int height,
        int x,
        int y,
        int side
    ) => Assert.Equal(new CropSquare(x, y, side), FaceCrop.Square(new(left, top, across, down), width, height));

    [Fact]
    public void Any_box_gives_a_square_that_can_be_cut() =>
        (
            from width in Gen.Int[1, 300]
            from height in Gen.Int[1, 300]
            from left in Gen.Double[-400, 400]
            from top in Gen.Double[-400, 400]
            from across in Gen.Double[0.1, 500]
            from down in Gen.Double[0.1, 500]
            select (width, height, new FaceBox(left, top, across, down))
        ).Sample(
            static (width, height, box) =>
            {
                var square = FaceCrop.Square(box, width, height);
                Assert.Equal(Math.Clamp((int)Math.Round(1.3 * Math.Max(box.Width, box.Height)), 1, Math.Min(width, height)), square.Side);
                Assert.Equal(3 * 4 * 4, FaceCrop.Cut(new byte[3 * width * height], width, height, square, 4).Length);
            },
            iter: 500
        );

    [Fact]
    public void The_margin_of_crops_is_that_of_the_faces_found_in_them()
    {
        // 80, 50 and 40 of 100 pixels; in the fourth none.
        using var faces = new Boxes([80, 50, 40, 0]);
        Assert.Equal(2, FaceCrop.MarginOf([.. Enumerable.Repeat(new byte[3 * 100 * 100], 4)], 100, faces));
        using var hardlyAny = new Boxes([50, 0, 0]);
        Assert.Equal(FaceCrop.Margin, FaceCrop.MarginOf([.. Enumerable.Repeat(new byte[3 * 100 * 100], 3)], 100, hardlyAny));
    }

    private sealed class Boxes(IReadOnlyList<double> sides) : IFaceFinder
    {
        private int at;

        public string Name => "boxes";

        public IReadOnlyList<FoundFace> Find(ReadOnlySpan<byte> rgb, int width, int height) =>
            sides[at++] is > 0 and var side ? [new(new(10, 10, side - 5, side), 1, null)] : [];

        public void Dispose() { }
    }

    [Fact]
    public void A_square_outside_the_frame_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => FaceCrop.Cut(new byte[3 * 100], 10, 10, new(5, 5, 6), 4));

    [Fact]
    public void Of_its_own_size_the_cut_is_the_pixels_themselves()
    {
        var picture = Enumerable.Range(0, 3 * 20 * 10).Select(static i => (byte)(i * 7)).ToArray();
        var cut = FaceCrop.Cut(picture, 20, 10, new(3, 2, 8), 8);
        for (var i = 0; i < 8 * 8; i++)
        {
            Assert.Equal(picture.AsSpan(3 * (((2 + (i / 8)) * 20) + 3 + (i % 8)), 3), cut.AsSpan(3 * i, 3));
        }
    }

    [Fact]
    public void Alignment_brings_the_points_to_the_template() =>
        (
            from angle in Gen.Float[-3, 3]
            from scale in Gen.Float[0.5f, 4]
            from x in Gen.Float[-100, 300]
            from y in Gen.Float[-100, 300]
            select (angle, scale, x, y)
        ).Sample(
            static (angle, scale, x, y) =>
            {
                var face = Matrix3x2.CreateScale(scale) * Matrix3x2.CreateRotation(angle) * Matrix3x2.CreateTranslation(x, y);
                var points = Move(Template, face);
                // Without a margin the crop of 112 is the template's square.
                var whole = FaceCrop.Alignment(points, 112, 1);
                Assert.All(
                    Template.All.Zip(points.All),
                    pair => Assert.True(Vector2.Distance(Vector2.Transform(pair.First, whole), pair.Second) < 0.01f * scale)
                );
                // With one the middle stays and the rest moves towards it.
                var wide = FaceCrop.Alignment(points, 224, 1.3);
                var eye = new Vector2(112) + ((2 / 1.3f) * (Template.LeftEye - new Vector2(56)));
                Assert.True(Vector2.Distance(Vector2.Transform(eye, wide), points.LeftEye) < 0.01f * scale);
            },
            iter: 200
        );

    private static FivePoints Move(FivePoints points, Matrix3x2 by) =>
        points.All.Select(point => Vector2.Transform(point, by)).ToArray() is [var a, var b, var c, var d, var e]
            ? new(a, b, c, d, e)
            : throw new InvalidOperationException();

    [Fact]
    public void The_similarity_is_the_best_one()
    {
        Vector2[] a = [new(0, 0), new(10, 0), new(0, 10), new(7, 9), new(3, 1)];
        Vector2[] b = [new(5, 5), new(5, 26), new(-14, 4), new(-12, 20), new(4, 10)];
        var best = Error(FaceCrop.Similarity(a, b));
        (
            from x in Gen.Float[-0.1f, 0.1f]
            from y in Gen.Float[-0.1f, 0.1f]
            from scale in Gen.Float[0.98f, 1.02f]
            from angle in Gen.Float[-0.02f, 0.02f]
            select (x, y, scale, angle)
        ).Sample(
            (x, y, scale, angle) =>
                Assert.True(
                    Error(
                        FaceCrop.Similarity(a, b)
                            * Matrix3x2.CreateScale(scale)
                            * Matrix3x2.CreateRotation(angle)
                            * Matrix3x2.CreateTranslation(x, y)
                    )
                        >= best - 1e-3f
                ),
            iter: 300
        );

        float Error(Matrix3x2 map) => a.Zip(b).Sum(pair => Vector2.DistanceSquared(Vector2.Transform(pair.First, map), pair.Second));
    }
}
