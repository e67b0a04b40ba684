using System.Text.Unicode;

namespace Lethe.Detection.Verdicts;

/// <summary>What a file is by its first bytes. Names lie: what comes out of a messenger as .jpg is often something else.</summary>
/// <param name="Name">For people: JPEG, MP4, PDF, text.</param>
public sealed record MediaType(MediaKind Kind, string Name)
{
    /// <summary>How many bytes <see cref="Of"/> wants, if the file has them.</summary>
    public const int Needed = 512;

    // What each kind of file is called, the endings of its names, and what its content has at a place. "BM" alone would be a weak mark.
    private static readonly (MediaKind Kind, string Name, string Extensions, int At, string[] Marks)[] Known =
    [
        (MediaKind.Picture, "JPEG", ".jpg .jpeg", 0, ["\u00ff\u00d8\u00ff"]),
        (MediaKind.Picture, "PNG", ".png", 0, ["\u0089PNG\r\n\u001a\n"]),
        (MediaKind.Picture, "GIF", ".gif", 0, ["GIF87a", "GIF89a"]),
        (MediaKind.Picture, "WebP", ".webp", 8, ["WEBPVP8"]),
        (MediaKind.Picture, "BMP", ".bmp", 0, []),
        (MediaKind.Video, "AVI", ".avi", 8, ["AVI "]),
        (MediaKind.Foreign, "HEIF", ".heic", 4, ["ftypheic", "ftypheix", "ftypmif1"]),
        (MediaKind.Foreign, "AVIF", ".avif", 4, ["ftypavif", "ftypavis"]),
        (MediaKind.Video, "MP4", ".mp4 .m4v .mov", 4, ["ftyp", "moov", "mdat", "wide", "free", "skip"]),
        (MediaKind.Video, "Matroska", ".mkv .webm", 0, ["\u001aE\u00df\u00a3"]),
        (MediaKind.Foreign, "MPEG", ".mpg .mpeg .ts", 0, ["\0\0\u0001\u00ba", "\0\0\u0001\u00b3"]),
        (MediaKind.Foreign, "FLV", ".flv", 0, ["FLV\u0001"]),
        (MediaKind.Foreign, "Ogg", ".ogv", 0, ["OggS"]),
        (MediaKind.Foreign, "ASF", ".wmv", 0, ["0&\u00b2u\u008ef\u00cf\u0011"]),
        (MediaKind.Foreign, "TIFF", ".tif .tiff", 0, ["II*\0", "MM\0*"]),
        (MediaKind.Other, "PDF", "", 0, ["%PDF"]),
        (MediaKind.Other, "ZIP", "", 0, ["PK\u0003\u0004"]),
        (MediaKind.Other, "gzip", "", 0, ["\u001f\u008b"]),
    ];

    /// <param name="start">The file's first bytes: <see cref="Needed"/>, or all it has.</param>
    public static MediaType Of(ReadOnlySpan<byte> start)
    {
        var text = Encoding.Latin1.GetString(start);
        foreach (var (kind, name, _, at, marks) in Known)
        {
            if (
                marks.Any(mark => text.AsSpan(Math.Min(at, text.Length)).StartsWith(mark))
                && (at != 8 || text.StartsWith("RIFF", StringComparison.Ordinal))
            )
            {
                return new(kind, name);
            }
        }
        // The header's own length must fit, too.
        if (start.Length > 18 && start.StartsWith("BM"u8) && start[14] is 12 or 40 or 52 or 56 or 64 or 108 or 124 && start[15] == 0)
        {
            return new(MediaKind.Picture, "BMP");
        }
        if (start.Length > 376 && start[0] == 0x47 && start[188] == 0x47 && start[376] == 0x47)
        {
            return new(MediaKind.Foreign, "MPEG"); // transport stream: packets of 188 bytes
        }
        var isText = !text.Any(static letter => letter < 32 && letter is not ('\t' or '\n' or '\f' or '\r')) && Utf8.IsValid(start);
        return new(MediaKind.Other, isText ? "text" : "nothing known");
    }

    /// <summary>What a file's name says it is; null if it says nothing about pictures or videos.</summary>
    public static string? NameOf(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is { Length: > 0 } ending
            ? Known.FirstOrDefault(known => known.Extensions.Split(' ').Contains(ending)).Name
            : null;
}
