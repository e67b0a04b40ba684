namespace Lethe.Experiments;

/// <summary>How a number stands to the published one.</summary>
public enum ResultStatus
{
    /// <summary>Comparable, and within the table's tolerance.</summary>
    Reproduced,
    /// <summary>Comparable, and not within the tolerance.</summary>
    Differs,
    /// <summary>There is no number; the reason says why.</summary>
    NotRun,
    /// <summary>There is a number, but not one to hold against the published one; the reason says why.</summary>
    NotComparable,
}
