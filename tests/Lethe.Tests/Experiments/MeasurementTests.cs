using Lethe.Experiments.Tables;

namespace Lethe.Tests.Experiments;

public sealed class MeasurementTests
{
    [Fact]
    public void Mean_and_sample_deviation_are_those_of_the_textbook()
    {
        var measured = Measurement.Of([2, 4, 4, 4, 5, 5, 7, 9])!;
        Assert.Equal((5.0, 8), (measured.Mean, measured.Count));
        Assert.Equal(Math.Sqrt(32.0 / 7), measured.Std!.Value, 12);
    }

    [Fact]
    public void One_value_has_no_deviation_and_none_has_no_mean()
    {
        Assert.Equal(new Measurement(3, null, 1), Measurement.Of([3]));
        Assert.Null(Measurement.Of([]));
    }

    [Theory]
    [InlineData(0.00123456, "0.00123")]
    [InlineData(0.0523, "0.0523")]
    [InlineData(3.76, "3.76")]
    [InlineData(25.93, "25.9")]
    [InlineData(117.4, "117")]
    [InlineData(12526, "12526")]
    [InlineData(0, "0")]
    public void Seconds_have_three_digits_that_count(double seconds, string text) =>
        Assert.Equal(text, NumberText.Of(seconds, MetricUnit.Seconds));

    [Theory]
    [InlineData(0.254, "+0.25")]
    [InlineData(-1.5, "-1.50")]
    [InlineData(-0.001, "0.00")]
    [InlineData(0, "0.00")]
    public void A_difference_has_a_sign_unless_it_rounds_to_zero(double difference, string text) =>
        Assert.Equal(text, NumberText.Signed(difference, MetricUnit.Percent, 94.5));

    [Fact]
    public void A_deviation_and_a_difference_have_the_decimals_of_their_number()
    {
        Assert.Equal("277 ± 0 (2)", NumberText.Of(new Measurement(276.8, 0.007, 2), MetricUnit.Seconds));
        Assert.Equal("0.524 (1)", NumberText.Of(new Measurement(0.524, null, 1), MetricUnit.Seconds));
        Assert.Equal("-5", NumberText.Signed(-5.03, MetricUnit.Times, 528));
    }
}
