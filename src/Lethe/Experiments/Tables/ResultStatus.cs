namespace Lethe.Experiments.Tables;

/// <summary>How a number stands to the published one.</summary>
public enum ResultStatus
{
    /// <summary>Comparable, and with all of its 95 % interval within the table's tolerance.</summary>
    Reproduced,

    /// <summary>Comparable, and with all of its interval outside the tolerance.</summary>
    Differs,

    /// <summary>Comparable, but too uncertain to say either; the reason says why.</summary>
    Undecided,

    /// <summary>There is no number; the reason says why.</summary>
    NotRun,

    /// <summary>There is a number, but not one to hold against the published one; the reason says why.</summary>
    NotComparable,
}
