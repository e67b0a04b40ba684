using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Execution;

/// <summary>How a cell ended.</summary>
/// <param name="Error">Why it failed; null if it did not.</param>
/// <param name="Interrupted">True if a person stopped it.</param>
public sealed record CellOutcome(CellError? Error, bool Interrupted);
