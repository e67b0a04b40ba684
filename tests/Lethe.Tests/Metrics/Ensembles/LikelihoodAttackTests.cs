using Lethe.Metrics.Ensembles;
using Lethe.Runtime;

namespace Lethe.Tests.Metrics.Ensembles;

public sealed class LikelihoodAttackTests
{
    [Theory]
    [InlineData(0.8, -1.324854)]
    [InlineData(1.2, -0.118368)]
    [InlineData(1.6, 1.352768)]
    public void The_ratio_of_the_specifications_margins(double margin, double expected) =>
        Assert.Equal(expected, GaussianRatio.Fit([1, 1.5, 2, 2.5], [0.2, 0.4, 0.9, 1.3]).Of(margin), 6);

    // Networks that it was fitted to would be told apart in 53 to 65 % of the cases.
    [Theory]
    [InlineData(10)]
    [InlineData(64)]
    [InlineData(128)]
    public void Oracles_against_oracles_are_not_told_apart(int networks)
    {
        var attack = LikelihoodAttack.OfMargins(Ensemble.Normal(networks, 200, 1), Ensemble.Normal(networks, 200, 2));

        Assert.Equal(0.5, attack.Auc, 0.02);
        Assert.Equal(0.5, attack.BalancedAccuracy, 0.02);
        Assert.InRange(attack.TruePositives(0.01)!.Value, 0.002, 0.025);
    }

    [Fact]
    public void An_ensemble_is_not_told_from_itself()
    {
        var one = Ensemble.Normal(20, 50, 9);
        Assert.Equal(0.5, LikelihoodAttack.OfMargins(one, one).NetworkAuc);
        Assert.Equal(0.5, LikelihoodAttack.OfMargins(one, one).Auc);
    }

    [Fact]
    public void A_shift_is_found_as_often_as_it_can_be()
    {
        // Two normal distributions one deviation apart: AUC = Phi(1 / sqrt 2) = 0.7602, of half a deviation 0.6382.
        var attack = LikelihoodAttack.OfMargins(Ensemble.Normal(200, 100, 3, mean: 1), Ensemble.Normal(200, 100, 4));
        Assert.Equal(0.76, attack.Auc, 0.012);
        Assert.Equal(0.6915, attack.BalancedAccuracy, 0.012); // Phi(1/2)
        Assert.Equal(1, attack.NetworkAuc, 0.001); // a hundred answers

        var few = LikelihoodAttack.OfMargins(Ensemble.Normal(40, 100, 5, mean: 0.5), Ensemble.Normal(40, 100, 6));
        Assert.Equal(0.638, few.Auc, 0.03);
    }

    [Fact]
    public void Answers_are_told_apart_by_how_often_each_is_given()
    {
        var random = RandomStream.For(1, "answers");
        EnsembleScores Drawn(double share) => new([.. Enumerable.Range(0, 100 * 50).Select(_ => random.Chance(share) ? 1.0 : 2.0)], 100);

        var (often, seldom, also) = (Drawn(0.7), Drawn(0.3), Drawn(0.7));

        Assert.Equal(0.7, LikelihoodAttack.OfAnswers(often, seldom, 3).Auc, 0.02);
        Assert.Equal(1, LikelihoodAttack.OfAnswers(often, seldom, 3).NetworkAuc, 0.001);
        Assert.Equal(0.5, LikelihoodAttack.OfAnswers(often, also, 3).Auc, 0.02);
    }

    [Fact]
    public void Too_few_networks_and_other_images_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LikelihoodAttack.OfMargins(Ensemble.Normal(3, 5, 1), Ensemble.Normal(8, 5, 2)));
        Assert.Throws<ArgumentException>(() => LikelihoodAttack.OfMargins(Ensemble.Normal(8, 4, 1), Ensemble.Normal(8, 5, 2)));
    }
}
