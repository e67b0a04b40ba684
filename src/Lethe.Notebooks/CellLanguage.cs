namespace Lethe.Notebooks;

/// <summary>What editors note as a cell's language, as the directive that does the same.</summary>
internal static class CellLanguage
{
    /// <returns>The cell's text as the kernel takes it.</returns>
    public static string ToCode(NotebookCell cell) =>
        Name(cell.Language) switch
        {
            "" or "csharp" or "c#" or "cs" => cell.Source,
            // A language that the kernel does not speak becomes a directive that it does not know: it says so.
            var other => cell.Source.TrimStart().StartsWith("#!", StringComparison.Ordinal) ? cell.Source : $"#!{other}\n{cell.Source}",
        };

    // Editors have written "csharp", "C#", "dotnet-interactive.csharp" and "polyglot-notebook.csharp".
    public static string Name(string? noted) =>
        noted is null
            ? ""
            : noted[(noted.LastIndexOf('.') + 1)..].ToLowerInvariant() switch
            {
                "polyglot-notebook" or "dotnet-interactive" => "",
                var name => name,
            };
}
