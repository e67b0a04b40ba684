using Lethe.Kernel.Outputs;

namespace Lethe.Kernel.Directives;

/// <summary>Lists all directives.</summary>
internal sealed class ListDirective : IDirective
{
    public IReadOnlyList<string> Names { get; } = ["#!lsmagic", "#!help"];

    public string Usage => "";

    public string Help => "Lists all directives.";

    public void Run(DirectiveCall call)
    {
        foreach (var directive in DirectiveCatalog.All)
        {
            call.Output.Write(OutputStream.Standard, $"{$"{directive.Names[0]} {directive.Usage}", -32} {directive.Help}\n");
        }
    }
}
