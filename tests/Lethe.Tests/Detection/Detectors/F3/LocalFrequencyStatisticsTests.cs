using Lethe.Detection.Detectors.F3;
using Lethe.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Detectors.F3;

public sealed class LocalFrequencyStatisticsTests
{
    [Fact]
    public void Bands_hold_the_published_numbers_of_coefficients()
    {
        using var block = new LocalFrequencyStatistics();
        using var sizes = block.get_buffer("bands")!.sum([1]);
        Assert.Equal([10, 18, 36, 30, 12, 3], sizes.data<float>().ToArray());
        Assert.Equal(600, block.parameters().Sum(static parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(299, 149)]
    [InlineData(256, 128)]
    [InlineData(128, 64)]
    public void Maps_have_the_published_sides(int side, int expected)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var block = new LocalFrequencyStatistics();
        Assert.Equal(expected, LocalFrequencyStatistics.MapSide(side));
        Assert.Equal([1, 6, expected, expected], block.forward(PoisonedHeap.Images(1, side: side)).shape);
    }

    [Theory]
    [InlineData(0, 0)] // over the edge above and to the left
    [InlineData(5, 3)]
    [InlineData(9, 9)]
    public void A_place_says_how_strong_each_band_is_in_the_window_around_it(int row, int column)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var block = new LocalFrequencyStatistics();
        var image = rand(1, 3, 20, 20) * 2 - 1;
        var map = block.forward(image);
        var grey = ((0.299 * image[0, 0]) + (0.587 * image[0, 1]) + (0.114 * image[0, 2])).data<float>().ToArray();
        var learnt = block.parameters().Single().data<float>().ToArray();

        for (var band = 0; band < 6; band++)
        {
            var (sum, count) = (0.0, 0);
            for (var u = 0; u < 10; u++)
            {
                for (var v = 0; v < 10; v++)
                {
                    var inside = 6 * (u + v) >= 20 * band && 6 * (u + v) <= 20 * (band + 1);
                    count += inside ? 1 : 0;
                    var mask = (inside ? 1 : 0) + (2 / (1 + Math.Exp(-learnt[(100 * band) + (10 * u) + v]))) - 1;
                    sum += mask * Math.Log10(Math.Abs(Coefficient(grey, row, column, u, v)) + 1e-15);
                }
            }
            Assert.Equal(sum / count, map[0, band, row, column].item<float>(), 2e-3);
        }
    }

    // By its definition: the window's first pixel is at (2 row - 4, 2 column - 4); outside the image there is black.
    private static double Coefficient(float[] grey, int row, int column, int u, int v)
    {
        var sum = 0.0;
        for (var y = 0; y < 10; y++)
        {
            for (var x = 0; x < 10; x++)
            {
                var (top, left) = ((2 * row) - 4 + y, (2 * column) - 4 + x);
                if (top is < 0 or >= 20 || left is < 0 or >= 20)
                {
                    continue;
                }
                sum +=
                    (grey[(20 * top) + left] + 1) * 122.5 * Math.Cos((y + 0.5) * Math.PI * u / 10) * Math.Cos((x + 0.5) * Math.PI * v / 10);
            }
        }
        return sum * Math.Sqrt((u == 0 ? 1 : 2) / 10.0) * Math.Sqrt((v == 0 ? 1 : 2) / 10.0);
    }
}
