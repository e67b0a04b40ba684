using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>A directive that is carried out.</summary>
/// <param name="Part">As it stands in its cell.</param>
/// <param name="Cells">The notebook.</param>
/// <param name="Output">Of the running cell.</param>
/// <param name="Cancellation">Cancelled when the cell is interrupted.</param>
internal sealed record DirectiveCall(CellPart.Directive Part, INotebook Cells, CellOutput Output, CancellationToken Cancellation)
{
    public void Write(string text) => Output.Write(OutputStream.Standard, text);
}
