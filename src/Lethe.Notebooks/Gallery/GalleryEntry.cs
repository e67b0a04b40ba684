namespace Lethe.Notebooks.Gallery;

/// <summary>A notebook of a gallery.</summary>
/// <param name="File">Its file name.</param>
/// <param name="About">What it says of itself.</param>
/// <param name="Picture">Address of its picture, as for an <c>img</c> element.</param>
/// <param name="Parameters">What its cells ran with, in the words of the code.</param>
/// <param name="Status">What became of it.</param>
public sealed record GalleryEntry(
    string File,
    NotebookAbstract About,
    string Picture,
    IReadOnlyDictionary<string, string> Parameters,
    EntryStatus Status
)
{
    /// <param name="file">Its file name.</param>
    /// <param name="notebook">Executed, or as saved.</param>
    /// <param name="status">What became of it.</param>
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
