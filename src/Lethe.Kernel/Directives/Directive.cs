namespace Lethe.Kernel.Directives;

/// <summary>A kind of line in a cell that is not C#: <c>#!time</c>, <c>#r "nuget: …"</c>.</summary>
/// <param name="Names">As typed, with <c>#</c>; the first is the one shown.</param>
/// <param name="Usage">What follows the name, for example <c>"file.cs"</c>; empty if nothing does.</param>
/// <param name="Help">One sentence for <c>#!lsmagic</c>.</param>
/// <param name="Run">Throws a <see cref="DirectiveException"/> if it cannot be done.</param>
internal sealed record Directive(string[] Names, string Usage, string Help, Action<DirectiveCall> Run)
{
    /// <summary>True if the rest of the cell, to the next directive with <c>#!</c>, is its text and not C#.</summary>
    public bool TakesBody { get; init; }
}
