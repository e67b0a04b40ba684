namespace Lethe.Kernel.Outputs;

/// <summary>The person stopped the cell.</summary>
public sealed class CellInterruptedException() : OperationCanceledException("The cell was interrupted. What it had assigned is kept.");
