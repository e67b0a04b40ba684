namespace Lethe.Detection;

/// <summary>How the losses of all pairs become one; the slides do not say.</summary>
public enum PairReduction
{
    /// <summary>The kit's reading of the formula's sum sign.</summary>
    Sum,

    /// <summary>Independent of the number of qualities.</summary>
    Mean,
}
