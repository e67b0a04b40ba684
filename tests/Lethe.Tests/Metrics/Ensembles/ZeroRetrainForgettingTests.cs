using Lethe.Metrics.Ensembles;
using static TorchSharp.torch;

namespace Lethe.Tests.Metrics.Ensembles;

public sealed class ZeroRetrainForgettingTests
{
    [Fact]
    public void Of_the_specifications_probabilities()
    {
        using var scope = NewDisposeScope();
        var unlearned = tensor(
                new double[,]
                {
                    { 0.7, 0.2, 0.1 },
                    { 0.1, 0.1, 0.8 },
                }
            )
            .log();
        var other = tensor(
                new double[,]
                {
                    { 0.3, 0.4, 0.3 },
                    { 0.25, 0.35, 0.4 },
                }
            )
            .log();

        Assert.Equal(0.914174, ZeroRetrainForgetting.Of(unlearned, other), 6);
        Assert.Equal(1, ZeroRetrainForgetting.Of(unlearned, unlearned), 9);
    }

    [Fact]
    public void The_least_is_one_less_ln_2()
    {
        using var scope = NewDisposeScope();
        var (one, other) = (
            tensor(
                new double[,]
                {
                    { 0, -800 },
                }
            ),
            tensor(
                new double[,]
                {
                    { -800, 0.0 },
                }
            )
        );
        Assert.Equal(1 - Math.Log(2), ZeroRetrainForgetting.Of(one, other), 9);
    }
}
