using Lethe.Experiments.Records;
using Lethe.Kernel;
using Lethe.Runtime;

namespace Lethe.Notebooks.Workshops;

/// <summary>A folder to work in without a checkout: the kit's notebooks and records, and what editors need to open them.</summary>
public static class Workshop
{
    // Written by the kit itself; the other files are the kit's own.
    private static readonly (string Path, string Template)[] Templates =
    [
        ("README.md", "README.md"),
        (".gitignore", "gitignore"),
        (".vscode/settings.json", "settings.json"),
        (".vscode/extensions.json", "extensions.json"),
        (".devcontainer/devcontainer.json", "devcontainer.json"),
        (".devcontainer/post-create.sh", "post-create.sh"),
    ];

    /// <summary>Writes what is missing. A run that is killed is gone on with by the next.</summary>
    /// <param name="force">Replaces files that are there and differ.</param>
    /// <returns>The counts of files.</returns>
    /// <exception cref="LetheException">Unwritable: some differ, and none was written; NotFound: this build has no notebooks.</exception>
    public static (int Written, int Kept) Write(string folder, bool force = false)
    {
        var files = Files().ToLookup(file => Differs(Path.Combine(folder, file.Path), file.Content));
        if (files[true].Select(static file => file.Path).ToArray() is [var first, .. var others] && !force)
        {
            var more = others.Length == 0 ? "" : Invariant($" (and {others.Length} more)");
            throw LetheException.Unwritable(
                $"{Path.Combine(folder, first)}{more} is there already and differs from the workshop's. Nothing was written: choose "
                    + "another folder with --out, or replace what differs with --force."
            );
        }
        foreach (var (path, content) in files[true].Concat(files[null]))
        {
            WholeFile.Write(Path.Combine(folder, path), "Choose another folder with --out.", content);
        }
        return (files[true].Count() + files[null].Count(), files[false].Count());
    }

    // Null if it is not there.
    private static bool? Differs(string path, byte[] content) =>
        !File.Exists(path) ? null : new FileInfo(path).Length != content.Length || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content);

    private static IEnumerable<(string Path, byte[] Content)> Files()
    {
        var notebooks =
            KitRecords.InCheckout("notebooks", AppContext.BaseDirectory)
            ?? throw LetheException.NotFound($"The kit's notebooks do not lie beside this build ({AppContext.BaseDirectory}).");
        var kit = Path.GetDirectoryName(notebooks)!;
        var titles = new StringBuilder();
        foreach (var path in Directory.EnumerateFiles(notebooks, "*.ipynb").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            titles.Append(
                CultureInfo.InvariantCulture,
                $"- [{name}](notebooks/{name}): {NotebookAbstract.Of(NotebookFile.Read(path)).Title}\n"
            );
            yield return ($"notebooks/{name}", File.ReadAllBytes(path));
        }
        foreach (var path in Directory.EnumerateFiles(Path.Combine(kit, "results"), "*", SearchOption.AllDirectories))
        {
            yield return (Path.GetRelativePath(kit, path), File.ReadAllBytes(path));
        }
        yield return ("GLOSSARY.md", File.ReadAllBytes(Path.Combine(kit, "GLOSSARY.md")));
        foreach (var (path, template) in Templates)
        {
            var text = Embedded.Text(typeof(Workshop), $"workshop/{template}");
            yield return (
                path,
                Encoding.UTF8.GetBytes(
                    text.ReplaceLineEndings("\n")
                        .Replace("LETHE_VERSION", KernelVersion.Text, StringComparison.Ordinal)
                        .Replace("LETHE_NOTEBOOKS\n", titles.ToString(), StringComparison.Ordinal)
                )
            );
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
