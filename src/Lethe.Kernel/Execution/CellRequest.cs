namespace Lethe.Kernel.Execution;

/// <summary>A cell to run.</summary>
/// <param name="Code">C# and directives.</param>
public sealed record CellRequest(string Code)
{
    /// <summary>Run without outputs and without counting.</summary>
    public bool Silent { get; init; }

    /// <summary>Count it and remember it.</summary>
    public bool StoreHistory { get; init; } = true;
}
