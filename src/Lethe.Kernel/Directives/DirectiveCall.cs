using Lethe.Kernel.Execution;
using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>A directive as it stands in a cell.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Arguments">The rest of its line, trimmed.</param>
/// <param name="Body">The lines that belong to it; empty if it takes none.</param>
/// <param name="Cells">The notebook.</param>
/// <param name="Output">Of the running cell.</param>
/// <param name="Cancellation">Cancelled when the cell is interrupted.</param>
internal sealed record DirectiveCall(string Name, string Arguments, string Body, CellExecutor Cells, CellOutput Output, CancellationToken Cancellation)
{
    /// <summary>The argument without the quotes around it.</summary>
    public string Unquoted => Arguments is ['"', .. var inside, '"'] ? inside : Arguments;
}
