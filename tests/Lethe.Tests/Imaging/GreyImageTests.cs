using Lethe.Imaging;

namespace Lethe.Tests.Imaging;

public sealed class GreyImageTests
{
    // 0.299 R + 0.587 G + 0.114 B, rounded
    [Fact]
    public void Grey_is_how_bright_a_colour_is() =>
        Assert.Equal([76, 150, 29, 255, 0], GreyImage.Of([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0], 5, 1).Pixels);

    // Two of four pixels are the darkest: the third takes half of what is left.
    [Fact]
    public void Shades_are_spread_by_their_frequency()
    {
        Assert.Equal([0, 0, 128, 255], new GreyImage([7, 7, 9, 10], 2, 2).Equalized().Pixels);
        Assert.Equal([5, 5, 5, 5], new GreyImage([5, 5, 5, 5], 2, 2).Equalized().Pixels);
    }

    // From four pixels to two: between the middles of each pair. To eight: a quarter and three quarters, and the edges as they are.
    [Fact]
    public void Scaling_is_bilinear()
    {
        var line = new GreyImage([0, 100, 200, 40], 4, 1);
        Assert.Equal([50, 120], line.Scaled(2, 1).Pixels);
        Assert.Equal([0, 25, 75, 125, 175, 160, 80, 40], line.Scaled(8, 1).Pixels);
        Assert.Equal(line.Pixels, (line with { Width = 1, Height = 4 }).Scaled(1, 4).Pixels);
    }

    [Fact]
    public void The_sum_over_a_rectangle_is_that_of_four_numbers()
    {
        var integral = new IntegralImage();
        integral.Fill(new([1, 2, 3, 4, 5, 6], 3, 2), 5);
        Assert.Equal([0, 0, 0, 0], integral.Sums[..4]);
        Assert.Equal([0, 1, 3, 6], integral.Sums[5..9]);
        Assert.Equal([0, 5, 12, 21], integral.Sums[10..14]);
        Assert.Equal([0u, 17, 46, 91], integral.Squares[10..14]);
    }

    [Fact]
    public void Shrinking_gives_the_mean_of_what_a_pixel_covers()
    {
        // A third of the middle pixel goes to neither side alone: 3 to 2.
        byte[] rgb = [0, 0, 0, 90, 90, 90, 180, 180, 180];
        Assert.Equal([30, 30, 30, 150, 150, 150], AreaAverage.Shrink(rgb, 3, 1, 2, 1));
        Assert.Equal([90, 90, 90], AreaAverage.Shrink(rgb, 3, 1, 1, 1));
        byte[] wide = [.. Enumerable.Range(0, 3 * 80 * 4).Select(static i => (byte)(i * 7))];
        var mean = (wide[0] + wide[3] + wide[240] + wide[243]) / 4.0;
        Assert.Equal(mean, AreaAverage.Shrink(wide, 80, 4, 40, 2)[0], 0.51);
    }
}
