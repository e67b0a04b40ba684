using Lethe.Interactive.Formatting;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Notebooks;

/// <summary>How much of what a notebook has saved a page takes in: a browser has to open it, and this process to write it.</summary>
internal sealed class PageLimits
{
    private const long Text = 1 << 20,
        Markup = 4 << 20,
        Picture = 16 << 20,
        Page = 64 << 20;

    private long room = Page;

    /// <summary>True if an output of this kind fits; what fits is counted.</summary>
    /// <param name="type">As the notebook calls it.</param>
    /// <param name="size">Bytes; see <see cref="NotebookCell.Size"/>.</param>
    public bool Takes(string type, long size)
    {
        // A picture is passed on as it is; markup has to be read.
        var isPicture =
            type.StartsWith("image/", StringComparison.Ordinal) && type != ChartFormat.SvgMimeType || type == ChartFormat.MimeType;
        var fits = size <= Math.Min(room, isPicture ? Picture : Markup);
        room -= fits ? size : 0;
        return fits;
    }

    /// <summary>The first lines of a text, and how many bytes of it are left out.</summary>
    public (string Text, long LeftOut) Head(JsonNode? text)
    {
        var (most, shown, left) = (Math.Min(Text, room), new StringBuilder(), 0L);
        foreach (var line in text is JsonArray lines ? lines : [text?.DeepClone()])
        {
            var size = NotebookCell.Size(line);
            if (left > 0 || size > most)
            {
                left += size;
                continue;
            }
            shown.Append(NotebookCell.Join(line));
            (most, room) = (most - size, room - size);
        }
        return (shown.ToString(), left);
    }

    /// <summary>For people: <c>2.5 MB</c>.</summary>
    public static string Megabytes(long bytes) => Invariant($"{bytes / 1e6:0.#} MB");
}
