namespace Lethe.Kernel.Directives;

/// <summary>Runs a file of C# as if it stood here.</summary>
internal sealed class LoadDirective : IDirective
{
    public IReadOnlyList<string> Names { get; } = ["#load"];

    public string Usage => "\"file.cs\"";

    public string Help => "Runs a file of C# as if it stood here.";

    public void Run(DirectiveCall call) => call.Cells.RunFile(call.Unquoted, call.Output);
}
