using Lethe.Cli.Benchmarks;

namespace Lethe.Tests.Cli.Benchmarks;

public sealed class ComparedTests
{
    [Fact]
    public void The_ratio_is_that_of_a_round_not_of_the_medians()
    {
        // The second round was slow for both.
        var compared = new Compared("start", "Start", "ms", [100, 1000, 300], [400, 1500, 300], 1.5);

        Assert.Equal(1.5, compared.Ratio);
        Assert.True(compared.IsMet);
        Assert.False((compared with { Goal = 1.6 }).IsMet);
        Assert.Equal(["Start", "0.3 s", "0.4 s", "1.5 x (1.0 to 4.0)", "at least 1.5 x"], compared.Row());
    }

    [Fact]
    public void Memory_is_written_in_megabytes() =>
        Assert.Equal(["M", "180 MB", "450 MB"], new Compared("memory", "M", "MB", [180.2], [450.4], 2).Row()[..3]);
}
