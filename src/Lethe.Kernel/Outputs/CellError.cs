namespace Lethe.Kernel.Outputs;

/// <summary>Why a cell failed, as a front end shows it.</summary>
/// <param name="Name">The exception's type.</param>
/// <param name="Value">Its message.</param>
/// <param name="Traceback">Lines with ANSI colours: where in which cell, the source line with a caret, the calls that led there.</param>
public sealed record CellError(string Name, string Value, IReadOnlyList<string> Traceback);
