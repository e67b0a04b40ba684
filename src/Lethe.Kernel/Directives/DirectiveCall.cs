using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>A directive that is carried out.</summary>
internal sealed record DirectiveCall(CellPart.Directive Part, INotebook Cells, CellOutput Output, CancellationToken Cancellation)
{
    public void Write(string text) => Output.Write(OutputStream.Standard, text);
}
