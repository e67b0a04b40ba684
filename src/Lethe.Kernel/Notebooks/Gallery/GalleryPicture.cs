using System.Text.Json.Nodes;

namespace Lethe.Kernel.Notebooks.Gallery;

/// <summary>The picture that stands for a notebook: the first that its cells have drawn.</summary>
internal static class GalleryPicture
{
    private static readonly string[] Forms = ["image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif"];

    /// <returns>The picture's address; null if there is none.</returns>
    public static string? Of(NotebookFile notebook) => notebook.Cells.SelectMany(static cell => cell.Outputs).Select(static output => output["data"] as JsonObject).OfType<JsonObject>().Select(Picture).FirstOrDefault(static picture => picture is not null);

    private static string? Picture(JsonObject data)
    {
        var form = Forms.FirstOrDefault(data.ContainsKey);
        return form switch
        {
            null => null,
            "image/svg+xml" => StillPicture.OfSvg(NotebookCell.Join(data[form])),
            _ => $"data:{form};base64,{string.Concat(NotebookCell.Join(data[form]).Where(static letter => !char.IsWhiteSpace(letter)))}",
        };
    }
}
