using Lethe.Experiments.Records;
using Lethe.Notebooks;

namespace Lethe.Cli.Lists;

/// <summary>The kit's notebooks by file, each with its heading.</summary>
internal static class NotebookList
{
    private static string Folder =>
        KitRecords.InCheckout("notebooks")
        ?? throw LetheException.NotFound("There is no folder of notebooks here or above. `lethe new workshop` makes one.");

    public static IEnumerable<(string Name, string[] Row)> Entries() =>
        Directory
            .EnumerateFiles(Folder, "*.ipynb")
            .Order(StringComparer.Ordinal)
            .Select(static file =>
                (
                    Path.GetFileNameWithoutExtension(file),
                    (string[])[$"notebooks/{Path.GetFileName(file)}", NotebookAbstract.Of(NotebookFile.Read(file)).Title ?? ""]
                )
            );
}
