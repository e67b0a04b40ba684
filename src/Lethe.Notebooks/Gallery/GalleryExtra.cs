namespace Lethe.Notebooks.Gallery;

/// <summary>A page of a gallery that is no notebook.</summary>
/// <param name="File">Its name in the folder.</param>
/// <param name="Sentence">What one sees there.</param>
/// <param name="Page">The whole document.</param>
public sealed record GalleryExtra(string File, string Title, string Sentence, string Page);
