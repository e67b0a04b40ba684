namespace Lethe.Detection.Evaluation;

/// <summary>By how much one detector differs from another on the same videos.</summary>
/// <param name="Value">Measured.</param>
/// <param name="Low">2.5 % of the draws of videos, the same for both detectors, are below.</param>
/// <param name="High">2.5 % are above.</param>
public readonly record struct PairedDifference(double Value, double Low, double High)
{
    /// <summary>Whether the interval excludes 0: only then is a difference worth a claim.</summary>
    public bool IsClear => Low > 0 || High < 0;
}
