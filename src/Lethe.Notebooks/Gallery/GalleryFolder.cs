using Lethe.Interactive.Formatting;

namespace Lethe.Notebooks.Gallery;

/// <summary>The folder of a gallery: executed notebooks, a page of each, what the pages share, and the index. It works from a disk, without
/// a server.</summary>
public sealed class GalleryFolder
{
    /// <summary>The folder in it that pages share.</summary>
    public const string Assets = "assets";

    private const string Index = "index.html";

    // Of each: the name in the folder, and the content.
    private static readonly (string Name, Func<string> Content)[] Shared =
    [
        ("plotly.min.js", static () => PlotlyScript.Text),
        ("katex.min.js", static () => PageAssets.KatexScript),
        ("katex.css", static () => PageAssets.KatexStyle),
    ];

    private readonly string folder;
    private readonly IReadOnlyList<string> files;
    private readonly IReadOnlyList<GalleryExtra> extras;

    private GalleryFolder(string folder, IReadOnlyList<string> files, IReadOnlyList<GalleryExtra> extras) =>
        (this.folder, this.files, this.extras) = (folder, files, extras);

    /// <summary>Where a reader begins.</summary>
    public string IndexPath => Path.Combine(folder, Index);

    /// <summary>Makes the folder ready: what a gallery of these notebooks left there before goes, anything else is a reason to
    /// refuse.</summary>
    /// <param name="facts">For an index that says that nothing has run yet.</param>
    /// <param name="extras">Pages besides the notebooks'.</param>
    /// <exception cref="NotebookException">A notebook cannot be read, or the folder cannot or must not be written to.</exception>
    public static GalleryFolder Open(
        string folder,
        IReadOnlyList<string> files,
        GalleryFacts facts,
        IReadOnlyList<GalleryExtra>? extras = null
    )
    {
        var gallery = new GalleryFolder(Path.GetFullPath(folder), [.. files.Select(Path.GetFullPath)], extras ?? []);
        var notebooks = files.Select(NotebookFile.Read).ToList();
        gallery.Refuse();
        AtomicFile.Write(
            gallery.IndexPath,
            GalleryIndex.Render(
                facts,
                [.. notebooks.Select((notebook, i) => GalleryEntry.Of(Path.GetFileName(files[i]), notebook, EntryStatus.Waiting))]
            )
        );
        foreach (var file in files)
        {
            File.Delete(gallery.In(Path.GetFileName(file))); // an executed copy is there again when it has been executed again
        }
        return gallery;
    }

    /// <summary>Writes pages and index.</summary>
    /// <param name="reports">One a notebook, in their order; null to show them as they are saved.</param>
    public void Write(GalleryFacts facts, IReadOnlyList<RunReport>? reports, bool isTrusted = false)
    {
        var notebooks = files.Select((file, i) => Shown(file, isSaved: reports is null)).ToList();
        var entries = notebooks
            .Select(
                (notebook, i) =>
                    GalleryEntry.Of(Path.GetFileName(files[i]), notebook, reports is null ? EntryStatus.Saved : EntryStatus.Of(reports[i]))
            )
            .ToList();
        foreach (var (name, content) in Shared)
        {
            AtomicFile.Write(In(Assets, name), content());
        }
        var beside = entries.Select(static entry => entry.File).ToHashSet();
        foreach (var (i, entry) in entries.Index())
        {
            notebooks[i].Write(In(entry.File));
            HtmlPage.Write(
                notebooks[i],
                In(Path.ChangeExtension(entry.File, ".html")),
                entry.Title,
                new()
                {
                    Assets = Assets,
                    Beside = beside,
                    Home = new(Index, "All notebooks"),
                    Previous = i > 0 ? new(entries[i - 1].Page, entries[i - 1].Title) : null,
                    Next = i + 1 < entries.Count ? new(entries[i + 1].Page, entries[i + 1].Title) : null,
                    Notebook = new(Uri.EscapeDataString(entry.File), entry.File),
                    Status = entry.Status.Words,
                    IsTrusted = isTrusted,
                }
            );
        }
        foreach (var extra in extras)
        {
            AtomicFile.Write(In(extra.File), extra.Page);
        }
        AtomicFile.Write(IndexPath, GalleryIndex.Render(facts, entries, extras));
    }

    // The executed copy; of a notebook that left none, the notebook without outputs: those it has are not of this run.
    private NotebookFile Shown(string file, bool isSaved)
    {
        if (!isSaved && In(Path.GetFileName(file)) is var copy && File.Exists(copy))
        {
            return NotebookFile.Read(copy);
        }
        var notebook = NotebookFile.Read(file);
        if (!isSaved)
        {
            NotebookStripper.Strip(notebook);
        }
        return notebook;
    }

    private void Refuse()
    {
        if (files.FirstOrDefault(file => Path.GetDirectoryName(file) == folder) is { } own)
        {
            throw new NotebookException(NotebookStatus.Unwritable, $"--out is the folder of {own} itself. Choose another.");
        }
        string[] names =
        [
            Index,
            .. files.SelectMany(static file => (string[])[Path.GetFileName(file), Path.GetFileName(Path.ChangeExtension(file, ".html"))]),
            .. extras.Select(static extra => extra.File),
        ];
        if (
            names.GroupBy(static name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static same => same.Count() > 1) is
            { Key: var twice }
        )
        {
            throw new NotebookException(
                NotebookStatus.Unwritable,
                $"Two notebooks, or one and the index, would both be written to {In(twice)}. Rename one, or make two galleries."
            );
        }
        var isOwn = File.Exists(IndexPath) && File.ReadAllText(IndexPath).Contains(GalleryIndex.Mark, StringComparison.Ordinal);
        if (
            !isOwn
            && names.Concat(Shared.Select(static file => Path.Combine(Assets, file.Name))).FirstOrDefault(name => Path.Exists(In(name)))
                is { } foreign
        )
        {
            throw new NotebookException(
                NotebookStatus.Unwritable,
                $"{In(foreign)} is there already, and is not of a gallery. Choose another folder with --out."
            );
        }
    }

    private string In(params ReadOnlySpan<string> names) => Path.Combine([folder, .. names]);
}
