namespace Lethe.Unlearning.Tables;

/// <summary>Moving the image through the whole network against moving the feature.</summary>
internal sealed class LauPgd : LauAblation
{
    public override string Name => "lau-pgd";

    public override string Title => "Original PGD against Partial-PGD";

    public override string PaperDataset => "cifar10";

    public override IReadOnlyList<LauVariant> Variants =>
        [new("original", "Original PGD", Lau.OriginalPgd), new("partial", "Partial-PGD", Lau.Robust)];
}
