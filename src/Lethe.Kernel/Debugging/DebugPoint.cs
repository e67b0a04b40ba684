namespace Lethe.Kernel.Debugging;

/// <summary>Where a cell's code may be stopped: before a statement, in each turn of a loop, before an expression that is a function's
/// body.</summary>
/// <param name="Function">What a call stack shows.</param>
/// <param name="Start">Line and column, counted from 1.</param>
/// <param name="Variables">Those that have a value there.</param>
/// <param name="Catches">Full names of the exceptions that the function catches there; null for all.</param>
/// <param name="IsTurn">True for a turn of a loop: a breakpoint on the loop's line is hit once.</param>
internal sealed record DebugPoint(
    DebugSource Source,
    string Function,
    (int Line, int Column) Start,
    (int Line, int Column) End,
    IReadOnlyList<DebugVariable> Variables,
    IReadOnlyList<string?> Catches,
    bool IsTurn
);
