using Lethe.Experiments.Records;
using Lethe.Interactive.Seen;
using Lethe.Notebooks;
using Lethe.Notebooks.Gallery;

namespace Lethe.Cli.Notebooks;

/// <summary>What <c>lethe gallery</c> does: runs its notebooks as <c>lethe notebook run</c> does, and makes pages of them.</summary>
internal sealed class GalleryJob(IReadOnlyList<string> files, RunOptions options)
{
    public required string Folder { get; init; }

    public required int Parallel { get; init; }

    /// <summary>See <see cref="PageFrame.IsTrusted"/>.</summary>
    public bool Trust { get; init; }

    /// <summary>Shows the outputs that the notebooks have, and runs nothing.</summary>
    public required bool AsSaved { get; init; }

    public NotebookStatus Run(Terminal terminal, CancellationToken cancellation)
    {
        var facts = AsSaved ? Saved() : Now();
        var gallery = GalleryFolder.Open(Folder, files, facts, Extras());
        IReadOnlyList<RunReport>? reports = null;
        if (!AsSaved)
        {
            reports = new NotebookJob(files, options)
            {
                Folder = Folder,
                Html = false,
                Trx = null,
                Parallel = Parallel,
            }.Run(terminal, cancellation);
        }
        gallery.Write(facts, reports, Trust);
        terminal.Out.WriteLine($"Gallery: {gallery.IndexPath}");
        return reports is null ? NotebookStatus.Ok : NotebookJob.Worst(reports);
    }

    // The page that a notebook of the kit leads to, from the records that come with it.
    private IReadOnlyList<GalleryExtra> Extras() =>
        files.FirstOrDefault(static file => Path.GetFileNameWithoutExtension(file) == Path.GetFileNameWithoutExtension(SeenPage.Notebook))
            is { } notebook
        && KitRecords.InCheckout(Path.Combine("results", SeenPage.Folder), Path.GetDirectoryName(Path.GetFullPath(notebook))) is { } folder
        && SeenPage.Records(new(folder)) is { } records
            ? [new(SeenPage.FileName, SeenPage.Title, SeenPage.Sentence, SeenPage.Render(records, GalleryFolder.Assets))]
            : [];

    private GalleryFacts Now() =>
        new(DateTimeOffset.UtcNow, false, Provenance.Code.Commit, Provenance.Code.Dirty, Processor.Describe(), options.Parameters);

    private GalleryFacts Saved()
    {
        var paths = files.Select(Path.GetFullPath).ToArray();
        var checkout = GitCheckout.Find(Path.GetDirectoryName(paths[0])!);
        return new(DateTimeOffset.UtcNow, true, checkout?.Commit, checkout?.IsDirty(paths), null, new Dictionary<string, string>());
    }
}
