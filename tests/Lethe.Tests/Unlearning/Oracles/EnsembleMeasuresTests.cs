using Lethe.Runtime;
using Lethe.Unlearning.Oracles;

namespace Lethe.Tests.Unlearning.Oracles;

/// <summary>Ensembles of drawn logits: three classes, ten images of each part, class 0 to be forgotten.</summary>
public sealed class EnsembleMeasuresTests
{
    private const int Networks = 40;

    private static readonly EnsembleLogits Oracle = Drawn(1, own: -6),
        Original = Drawn(2, own: 5);

    [Fact]
    public void The_oracles_themselves_are_the_null()
    {
        var values = EnsembleMeasures.Of(Oracle, Oracle, Original.Masked(0), 0);

        Assert.Equal(0.5, values["ulira.auc"], 0.08);
        Assert.InRange(values["klom_half.D_f"], 2.2, 4.2); // the specification's 3.19 of 20 against 20
        Assert.InRange(values["gauss_half.D_f"], 0.05, 0.25); // 0.119
        Assert.All(ToldApart.Views, view => Assert.InRange(values[$"told.{view}"], 0.15, 0.85));
        Assert.Equal(0.5, EnsembleMeasures.Of(Original, Oracle, Original.Masked(0), 0)["told_mask.kept"]); // the same networks
        Assert.DoesNotContain("klom.D_f", values.Keys); // against itself
        Assert.DoesNotContain("points", values.Keys);
        Assert.Equal(0, values["accuracy.D_f"]);
    }

    [Fact]
    public void Another_ensemble_of_the_same_kind_is_hard_to_tell_and_the_original_is_not()
    {
        var alike = EnsembleMeasures.Of(Drawn(3, own: -6), Oracle, Original.Masked(0), 0);
        var kept = EnsembleMeasures.Of(Original, Oracle, Original.Masked(0), 0);

        Assert.Equal(0.5, alike["ulira.auc"], 0.08);
        Assert.InRange(0, alike["gauss.D_f.low"], alike["gauss.D_f.high"]);
        Assert.True(kept["ulira.auc"] > 0.99);
        Assert.True(kept["ulira.tpr1"] > 0.9);
        Assert.Equal(0, kept["points"]);
        Assert.True(kept["klom.D_f"] > 8);
        Assert.True(kept["gauss.D_tr"] < 1); // the other classes are as they were
        Assert.Equal(1, kept["told.answer"], 0.001);
        Assert.DoesNotContain("ulira.tpr01", alike.Keys); // four hundred answers cannot show a thousandth
    }

    [Fact]
    public void The_mask_gives_itself_away_by_the_probability_alone()
    {
        // As Original but for the forgotten class, which is not named: what it says of the other classes is the same.
        var hidden = Drawn(4, own: -3);
        var values = EnsembleMeasures.Of(hidden, Oracle, Original.Masked(0), 0);

        Assert.Equal(1, values["told_mask.forgotten"], 0.001);
        Assert.InRange(values["told_mask.kept"], 0.2, 0.8);
    }

    // What a network finds of the forgotten class in its images; all else is noise around the label.
    private static EnsembleLogits Drawn(int seed, float own)
    {
        var random = RandomStream.For(seed, "measures");
        int[] labels = [.. new int[20], .. Enumerable.Range(0, 20).Select(static i => 1 + (i % 2))];
        float[] logits =
        [
            .. Enumerable
                .Range(0, Networks)
                .SelectMany(_ =>
                    labels.SelectMany(label =>
                        Enumerable
                            .Range(0, 3)
                            .Select(k =>
                                random.Normal()
                                + (
                                    label != k ? 0
                                    : label == 0 ? own
                                    : 3
                                )
                            )
                    )
                ),
        ];
        return new(logits, Networks, labels, [10, 10, 10, 10]);
    }
}
