namespace Lethe.Faces.Paired;

/// <summary>How identities are shared out; the three sum to 1.</summary>
public sealed record SplitShares(double Train, double Validation, double Test)
{
    public static SplitShares Default { get; } = new(0.7, 0.15, 0.15);
}
