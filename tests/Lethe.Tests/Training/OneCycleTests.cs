using CsCheck;
using Lethe.Training;

namespace Lethe.Tests.Training;

public sealed class OneCycleTests
{
    // What PyTorch's OneCycleLR gives for 100 steps and a largest rate of 2e-4.
    [Theory]
    [InlineData(0.05, 0, 8.0e-6)]
    [InlineData(0.05, 1, 3.61177e-5)]
    [InlineData(0.05, 4, 2.0e-4)]
    [InlineData(0.05, 5, 1.999453e-4)]
    [InlineData(0.05, 50, 1.049588e-4)]
    [InlineData(0.05, 99, 8e-10)]
    [InlineData(0.3, 0, 8.0e-6)]
    [InlineData(0.3, 1, 8.5628e-6)]
    [InlineData(0.3, 29, 2.0e-4)]
    [InlineData(0.3, 50, 1.587787e-4)]
    [InlineData(0.3, 99, 8e-10)]
    public void It_gives_the_reference_values(double rise, int step, double rate) =>
        Assert.Equal(rate, 2e-4 * new OneCycle(rise).Rate(step, 100), 1e-10);

    [Fact]
    public void Beta_moves_against_the_rate()
    {
        var cycle = new OneCycle(0.3);
        Assert.Equal((0.95, 0.85, 0.95), (cycle.Beta(0, 100), Math.Round(cycle.Beta(29, 100), 12), Math.Round(cycle.Beta(99, 100), 12)));
    }

    [Fact]
    public void A_run_of_any_length_rises_once_and_falls_once() =>
        Gen.Select(Gen.Int[1, 60], Gen.Double[0.01, 0.9])
            .Sample(
                (steps, rise) =>
                {
                    var rates = Enumerable.Range(0, steps).Select(step => new OneCycle(rise).Rate(step, steps)).ToList();
                    Assert.All(rates, static rate => Assert.InRange(rate, 0, 1 + 1e-12));
                    var top = rates.IndexOf(rates.Max());
                    Assert.True(rates.Take(top + 1).Zip(rates.Skip(1).Take(top)).All(static pair => pair.First <= pair.Second + 1e-12));
                    Assert.True(rates.Skip(top).Zip(rates.Skip(top + 1)).All(static pair => pair.First >= pair.Second - 1e-12));
                }
            );
}
