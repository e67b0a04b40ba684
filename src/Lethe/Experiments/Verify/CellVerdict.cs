namespace Lethe.Experiments.Verify;

/// <summary>What came of comparing a number, or all numbers of a cell, with their record; the worst last.</summary>
public enum CellVerdict
{
    /// <summary>Equal to the last bit.</summary>
    Same,

    /// <summary>As far apart as another processor or seed moves it.</summary>
    WithinSpread,

    /// <summary>Not equal, and no record tells how far it may be off.</summary>
    NotTold,

    /// <summary>Further apart, or not equal where it must be.</summary>
    Differs,
}
