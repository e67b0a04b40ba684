namespace Lethe.Unlearning.Tables;

/// <summary>The settings that the slides do not give, one at a time.</summary>
internal sealed class LauSensitivity() : LauAblation("lau-sensitivity", "Sensitivity to alpha, T, eta and K")
{
    public override IReadOnlyList<LauVariant> Variants { get; } =
    [
        .. Each("alpha", [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1], static value => Lau.Robust with { Alpha = value }),
        .. Each("T", [1, 2, 4, 8], static value => Lau.Robust with { Temperature = value }),
        .. Each("eta", [0.05, 0.1, 0.2, 0.4, 0.6], static value => Lau.Robust with { StepSize = value }),
        .. Each("K", [1, 2, 5, 10, 20], static value => Lau.Robust with { Steps = (int)value }),
    ];

    protected override IReadOnlyList<string> Models => ["resnet18"];
}
