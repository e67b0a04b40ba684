using Lethe.Erasing.Judges;
using Lethe.Models;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Judges;

public sealed class InceptionBlockTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Averages_at_the_border_are_of_the_places_that_there_are(bool isChannelsLast) =>
        Check(isChannelsLast, 1, 1, InceptionBlock.Average, static places => places.Average());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_largest_of_nine_or_at_the_border_of_fewer(bool isChannelsLast) =>
        Check(isChannelsLast, 1, 1, InceptionBlock.Largest, static places => places.Max());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Half_the_size_by_the_largest_of_nine(bool isChannelsLast) =>
        Check(isChannelsLast, 2, 0, InceptionBlock.Half, static places => places.Max());

    private static void Check(
        bool isChannelsLast,
        int step,
        int border,
        Func<Tensor, Tensor> pool,
        Func<IReadOnlyList<float>, float> expected
    )
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var map = randn(2, 5, 7, 9) - 2; // mostly below 0, so that a zero around the map would be the largest
        var pooled = pool(isChannelsLast ? map.ChannelsLast() : map);
        Assert.Equal([2, 5, (7 + (2 * border) - 3) / step + 1, (9 + (2 * border) - 3) / step + 1], pooled.shape);
        for (var n = 0; n < 2; n++)
        {
            for (var c = 0; c < 5; c++)
            {
                for (var y = 0; y < pooled.shape[2]; y++)
                {
                    for (var x = 0; x < pooled.shape[3]; x++)
                    {
                        var places = new List<float>();
                        for (var i = Math.Max(0, (y * step) - border); i < Math.Min(7, (y * step) - border + 3); i++)
                        {
                            for (var j = Math.Max(0, (x * step) - border); j < Math.Min(9, (x * step) - border + 3); j++)
                            {
                                places.Add(map[n, c, i, j].item<float>());
                            }
                        }
                        Assert.Equal(expected(places), pooled[n, c, y, x].item<float>(), 1e-6f);
                    }
                }
            }
        }
    }
}
