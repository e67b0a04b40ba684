using Lethe.Faces.Films;
using Lethe.Faces.Paired;
using Lethe.Tests.Faces.Films;

namespace Lethe.Tests.Faces.Paired;

public sealed class JpegQualityTests
{
    [Fact]
    public void A_name_always_draws_the_same_quality()
    {
        Assert.Equal(JpegQuality.Of("0001-df/4"), JpegQuality.Of("0001-df/4"));
        Assert.Equal("0001-df/4", JpegQuality.Name(new("0001-df", "p", "df", 4)));
        var drawn = Enumerable.Range(0, 6100).Select(static i => JpegQuality.Of($"frame {i}")).ToArray();
        Assert.Equal(Enumerable.Range(30, 61), drawn.Distinct().Order());
        Assert.InRange(drawn.Average(), 59, 61); // 60 with a standard error of 0.23
    }

    [Fact]
    public void The_qualities_of_the_curve_lose_ever_more()
    {
        var clip = TestFilms.Make(frames: 1);
        var lost = JpegQuality
            .Curve.Select(quality => FilmEncoder.Psnr(clip.Frames[0], JpegQuality.Compress(clip.Frames[0], clip.Side, clip.Side, quality)))
            .ToArray();
        Assert.Equal(lost.OrderDescending(), lost);
        Assert.All(lost, static psnr => Assert.InRange(psnr, 15, 50));
    }

    [Fact]
    public void Colours_are_kept_more_coarsely_than_brightness()
    {
        // Columns of red and green of about the same brightness: 4:2:0 averages them, 4:4:4 would not.
        var rgb = new byte[16 * 16 * 3];
        for (var i = 0; i < 256; i++)
        {
            (rgb[3 * i], rgb[(3 * i) + 1]) = i % 2 == 0 ? ((byte)200, (byte)0) : ((byte)0, (byte)102);
        }
        var back = JpegQuality.Compress(rgb, 16, 16, 100);
        Assert.InRange(Math.Abs(back[3 * 100] - back[3 * 101]), 0, 40);
    }

    [Fact]
    public void Any_size_comes_back_as_it_was()
    {
        foreach (var (width, height) in ((int, int)[])[(1, 1), (7, 3), (17, 33)])
        {
            Assert.Equal(width * height * 3, JpegQuality.Compress(new byte[width * height * 3], width, height, 75).Length);
        }
        Assert.Throws<ArgumentException>(() => JpegQuality.Compress(new byte[5], 1, 1, 75));
        Assert.Throws<ArgumentOutOfRangeException>(() => JpegQuality.Compress(new byte[3], 1, 1, 0));
    }
}
