using System.Numerics;
using CsCheck;
using Lethe.Faces;
using Lethe.Imaging;
using Plane = Lethe.Imaging.Plane;

namespace Lethe.Tests.Imaging;

public sealed class PictureMathsTests
{
    private static readonly Gen<Plane> Planes = Gen.Select(
        Gen.Int[5, 24],
        Gen.Int[0, 1000],
        static (side, seed) => Plane.Of(side, (x, y) => 128 + (100 * new ValueNoise((uint)seed).At(0.7f * x, 0.7f * y)))
    );

    [Fact]
    public void A_blurred_point_is_the_bell_curve()
    {
        var point = new Plane(41) { [20, 20] = 1 };
        var blurred = GaussianBlur.Apply(point, 2.5, 20);
        for (var x = 0; x < 41; x++)
        {
            Assert.Equal(Math.Exp(-(x - 20) * (x - 20) / 12.5) * Math.Exp(-4 / 12.5) / (2 * Math.PI * 6.25), blurred[x, 22], 1e-6);
        }
    }

    [Fact]
    public void Blurring_twice_is_blurring_once_by_more() =>
        Gen.Double[1, 2]
            .Sample(
                sigma =>
                {
                    var point = new Plane(61) { [30, 30] = 1 };
                    var twice = GaussianBlur.Apply(GaussianBlur.Apply(point, sigma, 15), 1.5, 15);
                    var once = GaussianBlur.Apply(point, Math.Sqrt((sigma * sigma) + 2.25), 30);
                    Assert.All(twice.Values.Zip(once.Values), static pair => Assert.Equal(pair.Second, pair.First, 1e-4));
                },
                iter: 10
            );

    [Fact]
    public void Blurring_by_nothing_changes_nothing_and_grey_stays_grey() =>
        Planes.Sample(
            plane =>
            {
                Assert.Equal(plane.Values, GaussianBlur.Apply(plane, 0).Values);
                Assert.All(
                    GaussianBlur.Apply(Plane.Of(plane.Side, static (_, _) => 77), 3).Values,
                    static value => Assert.Equal(77, value, 1e-3)
                );
            },
            iter: 20
        );

    [Fact]
    public void Between_pixels_a_slope_goes_on_and_at_a_pixel_is_its_value() =>
        Gen.Select(Planes, Gen.Float[2, 9], Gen.Float[2, 9])
            .Sample(
                (plane, x, y) =>
                {
                    Assert.Equal(plane[2, 3], Sampling.Cubic(plane, 2, 3));
                    Assert.Equal(plane[2, 3], Sampling.Linear(plane, 2, 3));
                    var slope = Plane.Of(12, static (column, row) => 5 + (3 * column) - (2 * row));
                    Assert.Equal(5 + (3 * x) - (2 * y), Sampling.Linear(slope, x, y), 1e-3);
                    Assert.Equal(5 + (3 * x) - (2 * y), Sampling.Cubic(slope, x, y), 1e-3);
                },
                iter: 50
            );

    [Fact]
    public void The_camera_s_quick_way_gives_the_same_as_the_plain_one() =>
        Gen.Select(Planes, Gen.Float[-2, 26], Gen.Float[-2, 26])
            .Sample(
                (plane, x, y) =>
                {
                    var values = new float[] { 0, 10, 20 };
                    Sampling.AddCubic(new(plane, plane, plane), x, y, 0.5f, values, 0);
                    Assert.Equal(0.5f * Sampling.Cubic(plane, x, y), values[0], 1e-3);
                    Assert.Equal(values[0] + 10, values[1], 1e-3);
                },
                iter: 200
            );

    [Fact]
    public void Shifting_looks_up_the_place_it_came_from() =>
        Gen.Select(Planes, Gen.Float[-2.5f, 2.5f], Gen.Float[-2.5f, 2.5f])
            .Sample(
                (plane, right, down) =>
                {
                    var shifted = Sampling.Shift(plane, right, down);
                    for (var i = 0; i < plane.Side; i++)
                    {
                        Assert.Equal(Sampling.Linear(plane, i - right, plane.Side - 1 - i - down), shifted[i, plane.Side - 1 - i], 2e-3);
                    }
                },
                iter: 100
            );

    [Fact]
    public void Shrinking_keeps_the_mean() =>
        Gen.Select(Planes, Gen.Int[1, 5])
            .Sample((plane, side) => Assert.Equal(plane.Values.Average(), Sampling.Shrink(plane, side).Values.Average(), 1e-2), iter: 50);

    [Fact]
    public void Enlarging_a_plain_picture_keeps_it_plain() =>
        Assert.All(Sampling.Enlarge(Plane.Of(7, static (_, _) => 9), 33).Values, static value => Assert.Equal(9, value, 1e-4));

    [Fact]
    public void A_thin_plate_goes_through_its_points_and_repeats_an_affine_map()
    {
        Vector2[] points = [new(1, 2), new(30, 4), new(8, 25), new(28, 31), new(15, 16)];
        Vector2[] moved = [new(2, 2), new(29, 6), new(9, 22), new(31, 30), new(14, 19)];
        var plate = new ThinPlate(points, moved);
        Assert.All(points.Zip(moved), pair => Assert.True(Vector2.Distance(pair.Second, plate.Of(pair.First)) < 1e-3f));
        var affine = new ThinPlate(points, [.. points.Select(Affine)]);
        Gen.Select(Gen.Float[-20, 60], Gen.Float[-20, 60])
            .Sample((x, y) => Assert.True(Vector2.Distance(Affine(new(x, y)), affine.Of(new(x, y))) < 1e-2f), iter: 50);
        Assert.Throws<ArgumentException>(static () => new ThinPlate([new(0, 0), new(1, 1), new(2, 2)], [new(0, 0), new(1, 1), new(2, 2)]));

        static Vector2 Affine(Vector2 p) => new((1.2f * p.X) - (0.3f * p.Y) + 4, (0.1f * p.X) + (0.9f * p.Y) - 7);
    }

    [Fact]
    public void A_similarity_is_found_from_where_points_went() =>
        Gen.Select(Gen.Float[0.3f, 2], Gen.Float[-1, 1], Gen.Float[-50, 50], Gen.Float[-50, 50])
            .Sample(
                (a, b, x, y) =>
                {
                    var truth = new Similarity(a, b, x, y);
                    Vector2[] points = [new(40, 50), new(80, 52), new(60, 75), new(45, 95)];
                    var found = Similarity.Fit(points, [.. points.Select(truth.Of)]);
                    Assert.True(Vector2.Distance(truth.Of(new(10, 120)), found.Of(new(10, 120))) < 0.02f);
                },
                iter: 50
            );

    [Fact]
    public void The_cosine_transform_turns_and_comes_back() =>
        Planes.Sample(
            static plane =>
            {
                var transform = new CosineTransform(plane.Side);
                var coefficients = transform.Forward(plane);
                Assert.Equal(plane.Side * plane.Values.Average(), coefficients[0, 0], 0.1);
                Assert.Equal(1, coefficients.Values.Sum(static v => (double)v * v) / plane.Values.Sum(static v => (double)v * v), 1e-4);
                Assert.All(
                    transform.Inverse(coefficients).Values.Zip(plane.Values),
                    static pair => Assert.Equal(pair.Second, pair.First, 1e-2)
                );
            },
            iter: 20
        );

    [Fact]
    public void One_wave_across_is_one_coefficient()
    {
        var wave = new CosineTransform(8).Forward(Plane.Of(8, static (x, _) => MathF.Cos((x + 0.5f) * MathF.PI * 3 / 8)));
        Assert.Equal(MathF.Sqrt(32), wave[3, 0], 1e-4);
        Assert.Equal(32, wave.Values.Sum(static value => value * value), 1e-3);
    }

    [Theory]
    [InlineData(255, 255, 255, 100, 0, 0)]
    [InlineData(255, 0, 0, 53.24, 80.09, 67.20)]
    [InlineData(0, 0, 255, 32.30, 79.19, -107.86)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    public void Colours_have_their_published_lab_values(int red, int green, int blue, double l, double a, double b)
    {
        var lab = LabColour.From(red, green, blue);
        Assert.Equal(l, lab.L, 0.02);
        Assert.Equal(a, lab.A, 0.03);
        Assert.Equal(b, lab.B, 0.03);
        var back = LabColour.ToRgb(lab.L, lab.A, lab.B);
        Assert.Equal(red, back.Red, 0.05);
        Assert.Equal(green, back.Green, 0.05);
        Assert.Equal(blue, back.Blue, 0.05);
    }

    [Fact]
    public void Recoloured_it_has_the_other_s_mean_and_spread()
    {
        var (from, to) = (Noise(1, 120, 20), Noise(2, 140, 30));
        var mask = Plane.Of(32, static (x, _) => x < 20 ? 1 : 0);
        foreach (var spread in new[] { true, false })
        {
            var (wanted, start, got) = (
                to.Map(LabColour.From),
                from.Map(LabColour.From),
                ColourTransfer.Apply(from, to, mask, spread).Map(LabColour.From)
            );
            for (var channel = 0; channel < 3; channel++)
            {
                var (mean, deviation) = ColourTransfer.Moments(got.Planes[channel], mask);
                Assert.Equal(ColourTransfer.Moments(wanted.Planes[channel], mask).Mean, mean, 0.05);
                Assert.Equal(ColourTransfer.Moments((spread ? wanted : start).Planes[channel], mask).Deviation, deviation, 0.05);
            }
        }

        static RgbPlanes Noise(uint seed, float mean, float spread) =>
            new(
                Plane.Of(32, (x, y) => mean + (spread * new ValueNoise(seed).At(x, y))),
                Plane.Of(32, (x, y) => mean + (spread * new ValueNoise(seed + 10).At(x, y))),
                Plane.Of(32, (x, y) => mean + (spread * new ValueNoise(seed + 20).At(x, y)))
            );
    }

    [Fact]
    public void A_hull_is_convex_and_holds_all_points_and_its_mask_has_its_area() =>
        Gen.Select(Gen.Float[6, 58], Gen.Float[6, 58], static (x, y) => new Vector2(x, y))
            .Array[8, 20]
            .Sample(
                points =>
                {
                    var hull = ConvexHull.Of(points);
                    var area = 0f;
                    for (var i = 0; i < hull.Count; i++)
                    {
                        var (start, end) = (hull[i], hull[(i + 1) % hull.Count]);
                        area += ((start.X * end.Y) - (start.Y * end.X)) / 2;
                        Assert.All(
                            points,
                            point =>
                                Assert.True(((end.X - start.X) * (point.Y - start.Y)) - ((end.Y - start.Y) * (point.X - start.X)) > -0.05f)
                        );
                    }
                    Assert.True(area > 0);
                    Assert.Equal(area, FaceMask.Polygon(64, hull).Values.Sum(), 0.02 * area + 12);
                },
                iter: 30
            );

    [Fact]
    public void A_mask_is_inset_by_its_pixels()
    {
        var mask = FaceMask.Polygon(20, [new(2, 3), new(18, 3), new(18, 17), new(2, 17)], inset: 2);
        Assert.Equal(12 * 10, mask.Values.Sum(), 1e-3);
        Assert.Equal((0, 1), (mask[3, 10], mask[4, 10]));
    }
}
