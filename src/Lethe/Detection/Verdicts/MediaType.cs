using System.Text;
using System.Text.Unicode;

namespace Lethe.Detection.Verdicts;

/// <summary>What a file is by its first bytes. Names lie: what comes out of a messenger as .jpg is often something else.</summary>
/// <param name="Kind">What to do with it.</param>
/// <param name="Name">For people: JPEG, MP4, PDF, text.</param>
public sealed record MediaType(MediaKind Kind, string Name)
{
    /// <summary>How many bytes <see cref="Of"/> wants, if the file has them.</summary>
    public const int Needed = 512;

    private static readonly (string Extension, string Name)[] Extensions =
    [
        (".jpg", "JPEG"),
        (".jpeg", "JPEG"),
        (".png", "PNG"),
        (".gif", "GIF"),
        (".webp", "WebP"),
        (".bmp", "BMP"),
        (".heic", "HEIF"),
        (".avif", "AVIF"),
        (".tif", "TIFF"),
        (".tiff", "TIFF"),
        (".mp4", "MP4"),
        (".m4v", "MP4"),
        (".mov", "MP4"),
        (".mkv", "Matroska"),
        (".webm", "Matroska"),
        (".avi", "AVI"),
        (".mpg", "MPEG"),
        (".mpeg", "MPEG"),
        (".ts", "MPEG"),
        (".flv", "FLV"),
        (".wmv", "ASF"),
        (".ogv", "Ogg"),
    ];

    private static readonly (int At, byte[] Bytes, MediaType Type)[] Marks =
    [
        (0, [0xff, 0xd8, 0xff], new(MediaKind.Picture, "JPEG")),
        (0, [0x89, .. "PNG\r\n"u8, 0x1a, .. "\n"u8], new(MediaKind.Picture, "PNG")),
        (0, [.. "GIF87a"u8], new(MediaKind.Picture, "GIF")),
        (0, [.. "GIF89a"u8], new(MediaKind.Picture, "GIF")),
        (8, [.. "WEBPVP8"u8], new(MediaKind.Picture, "WebP")),
        (8, [.. "AVI "u8], new(MediaKind.Video, "AVI")),
        (4, [.. "ftypheic"u8], new(MediaKind.Foreign, "HEIF")),
        (4, [.. "ftypheix"u8], new(MediaKind.Foreign, "HEIF")),
        (4, [.. "ftypmif1"u8], new(MediaKind.Foreign, "HEIF")),
        (4, [.. "ftypavif"u8], new(MediaKind.Foreign, "AVIF")),
        (4, [.. "ftypavis"u8], new(MediaKind.Foreign, "AVIF")),
        .. ((string[])["ftyp", "moov", "mdat", "wide", "free", "skip"]).Select(static box =>
            (4, Encoding.ASCII.GetBytes(box), new MediaType(MediaKind.Video, "MP4"))
        ),
        (0, [0x1a, 0x45, 0xdf, 0xa3], new(MediaKind.Video, "Matroska")),
        (0, [0, 0, 1, 0xba], new(MediaKind.Foreign, "MPEG")),
        (0, [0, 0, 1, 0xb3], new(MediaKind.Foreign, "MPEG")),
        (0, [.. "FLV\u0001"u8], new(MediaKind.Foreign, "FLV")),
        (0, [.. "OggS"u8], new(MediaKind.Foreign, "Ogg")),
        (0, [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11], new(MediaKind.Foreign, "ASF")),
        (0, [.. "II*\0"u8], new(MediaKind.Foreign, "TIFF")),
        (0, [.. "MM\0*"u8], new(MediaKind.Foreign, "TIFF")),
        (0, [.. "%PDF"u8], new(MediaKind.Other, "PDF")),
        (0, [.. "PK\u0003\u0004"u8], new(MediaKind.Other, "ZIP")),
        (0, [0x1f, 0x8b], new(MediaKind.Other, "gzip")),
    ];

    /// <param name="start">The file's first bytes: <see cref="Needed"/>, or all it has.</param>
    public static MediaType Of(ReadOnlySpan<byte> start)
    {
        foreach (var (at, bytes, type) in Marks)
        {
            if (
                start.Length >= at + bytes.Length
                && start.Slice(at, bytes.Length).SequenceEqual(bytes)
                && (at != 8 || start.StartsWith("RIFF"u8))
            )
            {
                return type;
            }
        }
        // Two letters are a weak mark: the header's own length must fit, too.
        if (start.Length > 18 && start.StartsWith("BM"u8) && start[14] is 12 or 40 or 52 or 56 or 64 or 108 or 124 && start[15] == 0)
        {
            return new(MediaKind.Picture, "BMP");
        }
        if (start.Length > 376 && start[0] == 0x47 && start[188] == 0x47 && start[376] == 0x47)
        {
            return new(MediaKind.Foreign, "MPEG"); // transport stream: packets of 188 bytes
        }
        return new(MediaKind.Other, IsText(start) ? "text" : "nothing known");
    }

    /// <summary>What a file's name says it is; null if it says nothing about pictures or videos.</summary>
    public static string? NameOf(string path) =>
        Extensions.FirstOrDefault(known => known.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase)).Name;

    private static bool IsText(ReadOnlySpan<byte> start)
    {
        foreach (var value in start)
        {
            if (value < 32 && value is not (9 or 10 or 12 or 13))
            {
                return false;
            }
        }
        return Utf8.IsValid(start);
    }
}
