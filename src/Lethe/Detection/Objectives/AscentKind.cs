namespace Lethe.Detection.Objectives;

public enum AscentKind
{
    KlOnly,

    /// <summary><c>CE + beta KL</c>, as the reference code for adversarial training does (Wu, Xia and Wang 2020).</summary>
    CePlusKl,
}
