namespace Lethe.Kernel.Directives;

/// <summary>Another place to look for packages.</summary>
internal sealed class SourceDirective : IDirective
{
    public IReadOnlyList<string> Names { get; } = ["#i"];

    public string Usage => "\"nuget: FOLDER\"";

    public string Help => "Adds a folder or feed that later #r \"nuget: …\" lines look in.";

    public void Run(DirectiveCall call)
    {
        if (call.Unquoted.Split(':', 2, StringSplitOptions.TrimEntries) is not ["nuget", { Length: > 0 } source])
        {
            throw new DirectiveException("Write #i \"nuget: FOLDER\" with the folder or address of a package source.");
        }
        call.Cells.Packages.AddSource(source);
    }
}
