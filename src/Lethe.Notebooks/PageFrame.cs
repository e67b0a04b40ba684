namespace Lethe.Notebooks;

/// <summary>Where a page stands: alone, or among others.</summary>
public sealed record PageFrame
{
    /// <summary>A page that carries all it needs, and leads nowhere.</summary>
    public static PageFrame Alone { get; } = new();

    /// <summary>The folder, relative to the page, that has what pages share; null if the page carries it within itself.</summary>
    public string? Assets { get; init; }

    /// <summary>File names of the notebooks that have a page beside this one; null if links are to stay as they are.</summary>
    public IReadOnlySet<string>? Beside { get; init; }

    /// <summary>The page of all pages; null for a page alone.</summary>
    public PageLink? Home { get; init; }

    public PageLink? Previous { get; init; }

    public PageLink? Next { get; init; }

    /// <summary>The notebook that was made a page of.</summary>
    public PageLink? Notebook { get; init; }

    /// <summary>True to let run what the notebook brings: scripts of its outputs and its texts. Otherwise they are taken out, and the
    /// page's policy forbids them.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>What became of the notebook, in words.</summary>
    public string? Status { get; init; }
}
