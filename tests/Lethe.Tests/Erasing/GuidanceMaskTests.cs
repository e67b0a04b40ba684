using CsCheck;
using Lethe.Erasing;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing;

public sealed class GuidanceMaskTests
{
    [Fact]
    public void Of_1_to_100_nine_tenths_leave_the_ten_largest()
    {
        using var scope = NewDisposeScope();
        var guidance = cat([arange(1, 101).view(1, 1, 10, 10), -arange(1, 101).view(1, 1, 10, 10) * 1000], 1).to(ScalarType.Float32);
        var kept = GuidanceMask.Strongest(guidance, 0.9);
        Assert.Equal(
            Enumerable.Range(91, 10).Select(static value => (float)value),
            kept[0, 0].flatten().data<float>().ToArray().Where(static value => value != 0)
        );
        Assert.Equal(10, kept[0, 1].count_nonzero().item<long>()); // each channel for itself, by size
        Assert.Equal(0, GuidanceMask.Strongest(guidance, 1.01).count_nonzero().item<long>());
        Assert.True(GuidanceMask.Strongest(guidance, 0).eq(guidance).all().item<bool>());
    }

    [Fact]
    public void What_stays_is_at_least_the_share_and_is_unchanged() =>
        Gen.Select(Gen.Double[0, 1], Gen.Int[0, 1000])
            .Sample(
                static (quantile, seed) =>
                {
                    using var scope = NewDisposeScope();
                    manual_seed(seed);
                    var guidance = randn(2, 3, 5, 4);
                    var kept = GuidanceMask.Strongest(guidance, quantile);
                    var counts = kept.flatten(2).count_nonzero([2]).data<long>().ToArray();
                    Assert.All(counts, count => Assert.InRange(count, Math.Floor((1 - quantile) * 19), 20));
                    Assert.True((kept * (kept - guidance)).abs().max().item<float>() == 0);
                },
                iter: 50,
                threads: 1
            );
}
