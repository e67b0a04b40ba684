namespace Lethe.Kernel.Directives;

/// <summary>A cell cut at its directives.</summary>
/// <param name="Line">Of the cell, counted from 0, that the part begins at.</param>
internal abstract record CellPart(int Line)
{
    /// <summary>C#, with empty lines in front so that its lines count as in the cell.</summary>
    internal sealed record Code(int Line, string Text) : CellPart(Line);

    /// <summary>A directive and what belongs to it.</summary>
    internal sealed record Directive(int Line, string Name, string Arguments, string Body) : CellPart(Line);
}
