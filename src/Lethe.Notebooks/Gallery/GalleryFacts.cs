namespace Lethe.Notebooks.Gallery;

/// <summary>Where a gallery comes from.</summary>
/// <param name="AsSaved">True if nothing was run: outputs are those that the notebooks were saved with.</param>
/// <param name="Commit">Of the code that ran, or of the notebooks as saved; null if unknown.</param>
/// <param name="IsDirty">True if they differed from the commit; null if that is not known.</param>
/// <param name="Hardware">What the cells ran on; null if nothing was run.</param>
/// <param name="Parameters">What was set for all notebooks.</param>
public sealed record GalleryFacts(
    DateTimeOffset Date,
    bool AsSaved,
    string? Commit,
    bool? IsDirty,
    string? Hardware,
    IReadOnlyDictionary<string, string> Parameters
);
