namespace Lethe.Kernel.Directives;

/// <summary>Runs the C# of a file or the code cells of a notebook.</summary>
internal sealed class ImportDirective : IDirective
{
    public IReadOnlyList<string> Names { get; } = ["#!import"];

    public string Usage => "FILE";

    public string Help => "Runs a file of C# (.cs, .csx), or the code cells of a notebook (.ipynb).";

    public void Run(DirectiveCall call) => call.Cells.RunFile(call.Unquoted, call.Output);
}
