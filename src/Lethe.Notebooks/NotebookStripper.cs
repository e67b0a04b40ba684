using Lethe.Kernel;

namespace Lethe.Notebooks;

/// <summary>Takes out of a notebook what does not belong in version control: outputs, counts, and what editors note for
/// themselves.</summary>
public static class NotebookStripper
{
    private static readonly string[] NotebookKeys = ["kernelspec", "language_info", "title", "authors"];
    private static readonly string[] CellKeys = ["tags", "name"];

    /// <summary>What a clean notebook says of its kernel.</summary>
    private static JsonObject KernelMetadata =>
        new()
        {
            ["name"] = KernelSpecs.Name,
            ["display_name"] = KernelSpecs.DisplayName,
            ["language"] = "C#",
        };

    private static JsonObject LanguageMetadata =>
        new()
        {
            ["name"] = "C#",
            ["file_extension"] = ".cs",
            ["mimetype"] = "text/x-csharp",
            ["pygments_lexer"] = "csharp",
        };

    /// <returns>True if something changed.</returns>
    public static bool Strip(NotebookFile notebook)
    {
        var before = notebook.ToBytes();
        foreach (var cell in notebook.Cells)
        {
            if (cell.IsCode)
            {
                cell.SetOutputs([], null);
            }
            Keep(cell.Metadata, CellKeys);
        }
        Keep(notebook.Metadata, NotebookKeys);
        notebook.Metadata["kernelspec"] = KernelMetadata;
        notebook.Metadata["language_info"] = LanguageMetadata;
        return !before.AsSpan().SequenceEqual(notebook.ToBytes());
    }

    private static void Keep(JsonObject metadata, string[] keys)
    {
        foreach (var key in metadata.Select(static pair => pair.Key).Where(key => !keys.Contains(key)).ToList())
        {
            metadata.Remove(key);
        }
    }
}
