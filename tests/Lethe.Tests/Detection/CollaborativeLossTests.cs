using Lethe.Detection;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection;

public sealed class CollaborativeLossTests
{
    [Fact]
    public void It_is_the_weighted_sum_over_levels_and_pairs_of_qualities()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (raw, light, strong) = (randn(8, 3, 5, 5), randn(8, 3, 5, 5), randn(8, 3, 5, 5));
        var (rawTop, lightTop, strongTop) = (randn(8, 6), randn(8, 6), randn(8, 6));
        double H(Tensor a, Tensor b) => Hsic.Debiased.Of(a, b).item<double>();
        Tensor Mean(Tensor map) => map.mean([2, 3]);

        var loss = new CollaborativeLoss(Hsic.Debiased, [0.25, 2])
            .Of([
                [raw, light, strong],
                [rawTop, lightTop, strongTop],
            ])
            .item<double>();

        var maps = H(Mean(raw), Mean(light)) + H(Mean(raw), Mean(strong)) + H(Mean(light), Mean(strong));
        var tops = H(rawTop, lightTop) + H(rawTop, strongTop) + H(lightTop, strongTop);
        Assert.Equal(-(0.25 * maps) - (2 * tops), loss, 1e-9);
    }

    [Fact]
    public void Qualities_in_one_tensor_are_the_same_as_one_by_one()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var (maps, top) = (randn(3 * 8, 5, 4, 4), randn(3 * 8, 6));
        var loss = new CollaborativeLoss(Hsic.Debiased, [0.25, 2]);
        var apart = loss.Of([
                [.. maps.split(8)],
                [.. top.split(8)],
            ])
            .item<double>();
        Assert.Equal(apart, loss.Of([maps, top], 3).item<double>(), 1e-9);
        Assert.Equal(apart / 3, (loss with { Reduction = PairReduction.Mean }).Of([maps, top], 3).item<double>(), 1e-9);
        Assert.Throws<ArgumentException>(() => loss.Of([maps, top], 5));
        Assert.Throws<ArgumentException>(() => loss.Of([maps, top], 1));
        Assert.Throws<ArgumentException>(() => loss.Of([maps, top], 8)); // three instances are too few
    }

    [Fact]
    public void The_same_image_at_every_quality_is_the_best_there_is()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var same = randn(8, 4);
        Assert.Equal(
            -3,
            new CollaborativeLoss(Hsic.Debiased, [1])
                .Of([
                    [same, same, same],
                ])
                .item<double>(),
            1e-9
        );
    }

    [Fact]
    public void Levels_without_a_weight_are_not_looked_at_and_missing_ones_are_refused()
    {
        using var scope = NewDisposeScope();
        var (features, wrong) = (randn(8, 4), full(8, 4, float.NaN));
        Assert.True(
            double.IsFinite(
                new CollaborativeLoss(Hsic.Debiased, [1, 0])
                    .Of([
                        [features, features],
                        [wrong, wrong],
                    ])
                    .item<double>()
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new CollaborativeLoss(Hsic.Debiased, [1, 1]).Of([
                [features, features],
            ])
        );
        Assert.Throws<ArgumentException>(() =>
            new CollaborativeLoss(Hsic.Debiased, [1]).Of([
                [features],
            ])
        );
    }
}
