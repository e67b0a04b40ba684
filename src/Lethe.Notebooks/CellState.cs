namespace Lethe.Notebooks;

/// <summary>What became of a cell in a headless run.</summary>
public enum CellState
{
    /// <summary>It ran, or it failed as its tag <c>raises-exception</c> says it may.</summary>
    Ok,

    /// <summary>It threw, or is not C#.</summary>
    Failed,

    /// <summary>It took too long.</summary>
    TimedOut,

    /// <summary>A person stopped it.</summary>
    Interrupted,

    /// <summary>A tag leaves it out.</summary>
    Skipped,

    /// <summary>A cell before it failed.</summary>
    NotRun,
}
