using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Tests.Experiments.Verify.Tolerances;

public sealed class NumberGridTests
{
    [Theory]
    [InlineData(86.44444444444444, 450L)] // 1556 of 1800
    [InlineData(96.0, 25L)]
    [InlineData(0.0, 1L)]
    [InlineData(100.0, 1L)]
    [InlineData(97.39919975377039, 6498L)]
    public void A_rate_tells_of_how_many_parts_it_is(double percent, long parts) => Assert.Equal(parts, NumberGrid.Parts(percent));

    [Theory]
    [InlineData(86.54444444444444)]
    [InlineData(3.14159265358979)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_was_not_counted_is_of_none_or_of_too_many(double percent) =>
        Assert.True(NumberGrid.Parts(percent) is null or > 2000);

    [Fact]
    public void Rates_of_the_same_images_have_a_common_number_of_parts() =>
        Assert.Equal(1800, NumberGrid.Of(Enumerable.Range(0, 1801).Select(static right => 100.0 * right / 1800)));

    [Fact]
    public void Numbers_that_are_no_rates_have_none() => Assert.Null(NumberGrid.Of([1 / Math.PI, Math.E, Math.Sqrt(2)]));
}
