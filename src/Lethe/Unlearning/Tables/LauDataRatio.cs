namespace Lethe.Unlearning.Tables;

/// <summary>How much of the forgotten class's data LAU needs (the slides' Table 5).</summary>
internal sealed class LauDataRatio() : LauAblation("lau-data-ratio", "Data usage ratio", "cifar10")
{
    public override IReadOnlyList<LauVariant> Variants =>
        [new("100", "100 % of D_f", Lau.Robust), new("50", "50 % of D_f", Lau.Robust, 0.5), new("10", "10 % of D_f", Lau.Robust, 0.1)];
}
