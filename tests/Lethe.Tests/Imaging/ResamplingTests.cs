using System.Numerics;
using CsCheck;
using Lethe.Imaging;

namespace Lethe.Tests.Imaging;

public sealed class ResamplingTests
{
    // Pillow 9.4: Image.fromarray(a).resize((3, 2), Image.BICUBIC) with a[y, x, c] = (7 x^2 + 13 y + 50 c) mod 256, 8 x 6. Pillow rounds
    // between its two passes.
    private static readonly byte[] PillowSmaller = [22, 72, 128, 108, 153, 165, 120, 136, 125, 57, 113, 167, 142, 152, 143, 125, 116, 150];

    [Fact]
    public void It_shrinks_as_pillow_does()
    {
        var picture = new byte[3 * 8 * 6];
        for (var i = 0; i < picture.Length; i++)
        {
            var (x, y, channel) = (i / 3 % 8, i / 24, i % 3);
            picture[i] = (byte)(((7 * x * x) + (13 * y) + (50 * channel)) % 256);
        }
        Assert.All(
            PillowSmaller.Zip(Resampling.Scale(picture, 8, 6, 3, 2)),
            static pair => Assert.InRange(pair.Second - pair.First, -1, 1)
        );
    }

    [Fact]
    public void A_plain_picture_stays_plain() =>
        (
            from width in Gen.Int[1, 40]
            from height in Gen.Int[1, 40]
            from across in Gen.Int[1, 40]
            from down in Gen.Int[1, 40]
            from value in Gen.Byte
            select (width, height, across, down, value)
        ).Sample(
            static (width, height, across, down, value) =>
            {
                var picture = new byte[3 * width * height];
                Array.Fill(picture, value);
                var scaled = Resampling.Scale(picture, width, height, across, down);
                Assert.Equal(3 * across * down, scaled.Length);
                Assert.All(scaled, other => Assert.Equal(value, other));
            },
            iter: 200
        );

    [Fact]
    public void A_slope_stays_a_slope()
    {
        // Cubic kernels reproduce straight lines away from the edges.
        var picture = Enumerable.Range(0, 64 * 8).SelectMany(static i => (byte[])[(byte)(i % 64 * 4), 0, 255]).ToArray();
        var scaled = Resampling.Scale(picture, 64, 8, 16, 4);
        for (var x = 2; x < 14; x++)
        {
            Assert.InRange(scaled[3 * (16 + x)], (16 * x) + 5, (16 * x) + 7); // the mean of 4x .. 4x + 3, times 4
        }
    }

    [Fact]
    public void A_warp_by_nothing_changes_nothing_and_outside_is_black()
    {
        var picture = Enumerable.Range(0, 3 * 9 * 9).Select(static i => (byte)((i * 31 % 250) + 1)).ToArray();
        Assert.Equal(picture, Resampling.Warp(picture, 9, 9, Matrix3x2.Identity, 9));
        Assert.All(Resampling.Warp(picture, 9, 9, Matrix3x2.CreateTranslation(20, 0), 9), static value => Assert.Equal(0, value));
        var moved = Resampling.Warp(picture, 9, 9, Matrix3x2.CreateTranslation(2, 3), 9);
        Assert.Equal(picture.AsSpan(3 * ((3 * 9) + 2), 3), moved.AsSpan(0, 3));
    }

    [Fact]
    public void A_warp_that_shrinks_averages_what_it_covers()
    {
        // Stripes one pixel wide: picking pixels would give 0 or 200.
        var stripes = Enumerable.Range(0, 32 * 32).SelectMany(static i => Enumerable.Repeat((byte)(i % 2 * 200), 3)).ToArray();
        var small = Resampling.Warp(stripes, 32, 32, Matrix3x2.CreateScale(4), 8);
        Assert.All(Enumerable.Range(9, 6), x => Assert.InRange(small[3 * x], 98, 102));
    }

    [Fact]
    public void A_map_that_is_no_map_gives_black() =>
        Assert.All(
            Resampling.Warp(Enumerable.Repeat((byte)9, 48).ToArray(), 4, 4, new(float.NaN, 0, 0, float.NaN, 0, 0), 4),
            static value => Assert.Equal(0, value)
        );
}
