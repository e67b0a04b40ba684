using Lethe.Metrics;
using static TorchSharp.torch;

namespace Lethe.Tests.Metrics;

public sealed class StructuralSimilarityTests
{
    [Fact]
    public void Equal_pictures_are_alike_and_noise_makes_them_less_so()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var a = rand(2, 3, 24, 20);
        Assert.All(StructuralSimilarity.Of(a, a), static value => Assert.Equal(1, value, 1e-12));
        var (little, much) = (
            StructuralSimilarity.Of(a, (a + (0.05 * randn_like(a))).clamp(0, 1))[0],
            StructuralSimilarity.Of(a, (a + (0.5 * randn_like(a))).clamp(0, 1))[0]
        );
        Assert.True(1 > little && little > much && much > 0);
        Assert.Equal(StructuralSimilarity.Uniform(a, a.flip(3)), StructuralSimilarity.Uniform(a.flip(3), a));
    }

    [Fact]
    public void Flat_pictures_leave_the_term_of_their_means()
    {
        using var scope = NewDisposeScope();
        var value = StructuralSimilarity.Uniform(full([1, 1, 9, 9], 0.25f), full([1, 1, 9, 9], 0.75f))[0];
        Assert.Equal(((2 * 0.25 * 0.75) + 1e-4) / ((0.25 * 0.25) + (0.75 * 0.75) + 1e-4), value, 1e-9);
    }

    [Fact]
    public void Bytes_and_other_ranges_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => StructuralSimilarity.Of(zeros([1, 1, 12, 12], uint8), zeros([1, 1, 12, 12], uint8)));
        Assert.Throws<ArgumentException>(() => StructuralSimilarity.Of(full([1, 1, 12, 12], 2f), zeros(1, 1, 12, 12)));
        Assert.Throws<ArgumentException>(() => StructuralSimilarity.Of(zeros(1, 1, 8, 8), zeros(1, 1, 8, 8)));
        Assert.Throws<ArgumentException>(() => PeakSignalToNoise.Of(zeros(1, 1, 8, 8), zeros(1, 1, 9, 8)));
    }

    [Fact]
    public void Of_an_error_of_a_tenth_the_ratio_is_20_dB()
    {
        using var scope = NewDisposeScope();
        var values = PeakSignalToNoise.Of(cat([zeros(1, 1, 4, 4), ones(1, 1, 4, 4)]), cat([full([1, 1, 4, 4], 0.1f), ones(1, 1, 4, 4)]));
        Assert.Equal(20, values[0], 1e-5);
        Assert.Equal(double.PositiveInfinity, values[1]);
    }
}
