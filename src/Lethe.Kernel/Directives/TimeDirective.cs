namespace Lethe.Kernel.Directives;

/// <summary>Says how long the cell took.</summary>
internal sealed class TimeDirective : IDirective
{
    public IReadOnlyList<string> Names { get; } = ["#!time"];

    public string Usage => "";

    public string Help => "Says how long the cell took.";

    public void Run(DirectiveCall call) => call.Cells.TimeThisCell();
}
