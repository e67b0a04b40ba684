namespace Lethe.Kernel.Directives;

/// <summary>A line of a cell that is not C#: <c>#!time</c>, <c>#r "nuget: …"</c>.</summary>
internal interface IDirective
{
    /// <summary>As typed, with <c>#</c>; the first is the one shown.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>What follows the name, for example <c>"file.cs"</c>; empty if nothing does.</summary>
    string Usage { get; }

    /// <summary>One sentence for <c>#!lsmagic</c>.</summary>
    string Help { get; }

    /// <summary>True if the rest of the cell, to the next directive of this kind, is its text and not C#.</summary>
    bool TakesBody => false;

    /// <exception cref="DirectiveException">It cannot be done; the message says why.</exception>
    void Run(DirectiveCall call);
}
