namespace Lethe.Notebooks.Gallery;

/// <summary>A notebook of a gallery.</summary>
/// <param name="About">What it says of itself.</param>
/// <param name="Picture">Address of its picture, as for an <c>img</c> element.</param>
/// <param name="Parameters">What its cells ran with, in the words of the code.</param>
public sealed record GalleryEntry(
    string File,
    NotebookAbstract About,
    string Picture,
    IReadOnlyDictionary<string, string> Parameters,
    EntryStatus Status
)
{
    public static GalleryEntry Of(string file, NotebookFile notebook, EntryStatus status)
    {
        var about = NotebookAbstract.Of(notebook);
        return new(file, about, GalleryPicture.Of(notebook) ?? DrawnPicture.Of(about.Title ?? file), ParameterReading.Of(notebook), status);
    }

    /// <summary>Never empty.</summary>
    public string Title => About.Title ?? Path.GetFileNameWithoutExtension(File);

    /// <summary>Address of its page, from the index.</summary>
    public string Page => NotebookLinks.PageOf(File);
}
