namespace Lethe.Kernel.Directives;

/// <summary>Every directive. A new one is a file here and a line below.</summary>
internal static class DirectiveCatalog
{
    public static IReadOnlyList<IDirective> All { get; } =
    [
        new CSharpDirective(),
        new ReferenceDirective(),
        new SourceDirective(),
        new LoadDirective(),
        new ImportDirective(),
        new TimeDirective(),
        new WhoDirective(),
        new WhosDirective(),
        new AboutDirective(),
        new ListDirective(),
        new TextDirective("text/html", "#!html"),
        new TextDirective("text/markdown", "#!markdown"),
        new TextDirective("application/javascript", "#!javascript", "#!js"),
        new MermaidDirective(),
    ];

    public static IDirective? Find(string name) =>
        All.FirstOrDefault(directive => directive.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
}
