namespace Lethe.Unlearning.Tables;

/// <summary>Moving the image through the whole network against moving the feature.</summary>
internal sealed class LauPgd() : LauAblation("lau-pgd", "Original PGD against Partial-PGD", "cifar10")
{
    public override IReadOnlyList<LauVariant> Variants =>
        [new("original", "Original PGD", Lau.OriginalPgd), new("partial", "Partial-PGD", Lau.Robust)];
}
