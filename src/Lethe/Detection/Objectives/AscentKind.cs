namespace Lethe.Detection.Objectives;

/// <summary>What <see cref="AwpKlObjective"/> climbs.</summary>
public enum AscentKind
{
    /// <summary><c>sum_{c != r} KL(p^r || p^c)</c>.</summary>
    KlOnly,

    /// <summary><c>CE + beta KL</c>, as the reference code for adversarial training does (Wu, Xia and Wang 2020).</summary>
    CePlusKl,
}
