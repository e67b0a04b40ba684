namespace Lethe.Unlearning.Tables;

/// <summary>The second softmax over the teacher's probabilities.</summary>
internal sealed class LauDoubleSoftmax() : LauAblation("lau-double-softmax", "Double softmax", "fashion-mnist")
{
    public override IReadOnlyList<LauVariant> Variants =>
        [
            new("without", "without double softmax", Lau.Robust with { DoubleSoftmax = false }),
            new("with", "with double softmax", Lau.Robust),
        ];
}
