using System.Buffers.Text;

namespace Lethe.Notebooks.Gallery;

/// <summary>The picture that stands for a notebook: the first that its cells have drawn.</summary>
internal static class GalleryPicture
{
    // Bytes: the index shows one of every notebook.
    private const int Largest = 4 << 20;

    private static readonly string[] Forms = ["image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif"];

    /// <returns>The picture's address; null if there is none.</returns>
    public static string? Of(NotebookFile notebook) =>
        notebook
            .Cells.SelectMany(static cell => cell.Outputs)
            .Select(static output => output["data"] as JsonObject)
            .OfType<JsonObject>()
            .Select(Picture)
            .FirstOrDefault(static picture => picture is not null);

    private static string? Picture(JsonObject data)
    {
        if (Forms.FirstOrDefault(data.ContainsKey) is not { } form || NotebookCell.Size(data[form]) > Largest)
        {
            return null;
        }
        var content = NotebookCell.Join(data[form]);
        return form == "image/svg+xml" ? Svg(content)
            : Base64.IsValid(content) ? $"data:{form};base64,{string.Concat(content.Where(static letter => !char.IsWhiteSpace(letter)))}"
            : null;
    }

    private static string? Svg(string content)
    {
        try
        {
            return SafeHtml.Svg(content) is { } picture ? StillPicture.OfSvg(picture) : null;
        }
        catch (FormatException)
        {
            return null; // too much to be examined: another picture stands for the notebook
        }
    }
}
