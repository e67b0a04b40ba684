using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>The names of all variables.</summary>
internal sealed class WhoDirective : IDirective
{
    public IReadOnlyList<string> Names { get; } = ["#!who"];

    public string Usage => "";

    public string Help => "Lists the names of all variables.";

    public void Run(DirectiveCall call)
    {
        var names = call.Cells.Session.Variables().Select(static variable => variable.Name).Order(StringComparer.Ordinal).ToList();
        call.Output.Write(OutputStream.Standard, names.Count == 0 ? "No variables.\n" : string.Join('\n', names) + "\n");
    }
}
