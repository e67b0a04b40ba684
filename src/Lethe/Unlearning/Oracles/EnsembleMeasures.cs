using Lethe.Metrics.Ensembles;

namespace Lethe.Unlearning.Oracles;

/// <summary>
/// What the answers of an ensemble that has unlearned come to, held against those of the retrained ensemble (the oracles). Where
/// <c>half</c> is in a name, half of one ensemble is held against half of the other, a mean over ten ways to halve: for the oracles that is
/// oracle against oracle, so what perfect unlearning scores.
/// <list type="bullet">
/// <item><c>accuracy.PART</c>: percent, of D_f, D_tf, D_r and D_tr.</item>
/// <item><c>klom.PART</c>, <c>klom95.PART</c>: <see cref="Klom"/> with 20 bins, mean and 95th percentile over images, nats;
/// <c>klom_half.PART</c>; <c>gauss.PART</c> with the ends of <see cref="EnsembleInterval"/> <c>.low</c> and <c>.high</c>, and
/// <c>gauss_half.PART</c>:
/// <see cref="GaussianKlom"/>.</item>
/// <item><c>ulira.auc</c>, <c>ulira.balanced</c>, <c>ulira.tpr1</c>, <c>ulira.tpr01</c>: <see cref="LikelihoodAttack"/> on D_f, single
/// answers, the true positives at 1 % and 0.1 % false ones; of the oracles a mean over ten ways to halve them.</item>
/// <item><c>points</c>, <c>points_half</c>, <c>points_final</c>: <see cref="ForgettingScore"/> on D_f.</item>
/// <item><c>told.VIEW</c>: AUC of the attack on a network that was asked about all test images of a part (<see cref="ToldApart"/>), against
/// the oracles; <c>told_mask.VIEW</c>: against Original behind a logit mask.</item>
/// </list>
/// </summary>
public static class EnsembleMeasures
{
    private const int Halvings = 10;

    /// <param name="unlearned">The same object as <paramref name="oracle"/> for the oracles themselves.</param>
    /// <param name="masked">Original behind a logit mask; null where it is that itself.</param>
    public static SortedDictionary<string, double> Of(
        EnsembleLogits unlearned,
        EnsembleLogits oracle,
        EnsembleLogits? masked,
        int forgetClass
    )
    {
        var values = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["networks"] = unlearned.Networks };
        foreach (var part in EnsembleLogits.Parts)
        {
            values[$"accuracy.{part}"] = unlearned.Accuracy(part);
            AddDivergences(values, part, unlearned.Margins(part), oracle.Margins(part), ReferenceEquals(unlearned, oracle));
        }
        AddAttack(values, unlearned, oracle);
        AddPoints(values, unlearned, oracle);
        foreach (var (against, other) in ((string, EnsembleLogits?)[])[("told", oracle), ("told_mask", masked)])
        {
            foreach (var view in other is null ? [] : ToldApart.Views)
            {
                values[$"{against}.{view}"] = ToldApart.Auc(view, unlearned, other!, oracle, forgetClass);
            }
        }
        return values;
    }

    /// <summary>A statistic of halves: each time half of one ensemble against half of the other.</summary>
    /// <param name="statistic">Given both halves.</param>
    public static double OverHalves(EnsembleScores unlearned, EnsembleScores oracle, Func<EnsembleScores, EnsembleScores, double> statistic)
    {
        var sum = 0.0;
        for (var halving = 0; halving < Halvings; halving++)
        {
            // The same halves of the networks for both: where they are one ensemble, the two do not share a network.
            var (one, _) = unlearned.Halves(RandomStream.For(halving, "halves"));
            var (_, other) = oracle.Halves(RandomStream.For(halving, "halves"));
            sum += statistic(one, other) / Halvings;
        }
        return sum;
    }

    private static void AddDivergences(
        SortedDictionary<string, double> values,
        string part,
        EnsembleScores unlearned,
        EnsembleScores oracle,
        bool areOne
    )
    {
        var klom = new Klom();
        values[$"klom_half.{part}"] = OverHalves(unlearned, oracle, (u, o) => klom.Of(u, o).Average());
        values[$"gauss_half.{part}"] = OverHalves(unlearned, oracle, Gaussian);
        if (areOne)
        {
            return; // an ensemble against itself says nothing
        }
        var each = klom.Of(unlearned, oracle);
        (values[$"klom.{part}"], values[$"klom95.{part}"]) = (each.Average(), Percentile.Of(each, 0.95));
        values[$"gauss.{part}"] = Gaussian(unlearned, oracle);
        var (low, high) = EnsembleInterval.Of(unlearned, oracle, Gaussian);
        (values[$"gauss.{part}.low"], values[$"gauss.{part}.high"]) = (Math.Max(0, low), Math.Max(0, high)); // no divergence is below

        static double Gaussian(EnsembleScores u, EnsembleScores o) => GaussianKlom.Of(u, o).Average();
    }

    private static void AddAttack(SortedDictionary<string, double> values, EnsembleLogits unlearned, EnsembleLogits oracle)
    {
        var areOne = ReferenceEquals(unlearned, oracle);
        var attacks = Enumerable
            .Range(0, Halvings)
            .Select(way => ToldApart.Single(unlearned.Margins("D_f"), oracle.Margins("D_f"), areOne, way));
        // One is enough where the ensembles are two; of one ensemble there are many halves.
        var used = areOne ? attacks.ToList() : [attacks.First()];
        (values["ulira.auc"], values["ulira.balanced"]) = (
            used.Average(static one => one.Auc),
            used.Average(static one => one.BalancedAccuracy)
        );
        foreach (var (name, share) in ((string, double)[])[("ulira.tpr1", 0.01), ("ulira.tpr01", 0.001)])
        {
            if (used.Average(one => one.TruePositives(share)) is { } found)
            {
                values[name] = found;
            }
        }
    }

    private static void AddPoints(SortedDictionary<string, double> values, EnsembleLogits unlearned, EnsembleLogits oracle)
    {
        var (u, o) = (unlearned.Margins("D_f"), oracle.Margins("D_f"));
        values["points_half"] = OverHalves(u, o, static (one, other) => Points(one, other));
        if (!ReferenceEquals(unlearned, oracle))
        {
            values["points"] = Points(u, o);
            values["points_final"] = ForgettingScore.Final(
                values["points"],
                (unlearned.Accuracy("D_r"), oracle.Accuracy("D_r")),
                (unlearned.Accuracy("D_tr"), oracle.Accuracy("D_tr"))
            );
        }

        static double Points(EnsembleScores one, EnsembleScores other) =>
            ForgettingScore.Points(ForgettingScore.EpsilonsOf(one, other), one.Networks);
    }
}
