using System.Buffers;
using System.Text.Unicode;

namespace Lethe.Notebooks;

/// <summary>A notebook's bytes, before they are read as JSON: what the reader would find out only later, and far from here.</summary>
internal static class NotebookText
{
    private const int EscapeLength = 6;

    /// <returns>The same, with each half of a surrogate pair that stands alone (Python writes them, Unicode has none) as U+FFFD.</returns>
    /// <exception cref="NotebookException">It is not UTF-8.</exception>
    public static ReadOnlySpan<byte> Mend(ReadOnlySpan<byte> json, string name)
    {
        if (!Utf8.IsValid(json))
        {
            throw new NotebookException(
                NotebookStatus.NotANotebook,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} is not a notebook: its byte {FirstInvalid(json) + 1} is not UTF-8. Save it again as UTF-8."
                )
            );
        }
        byte[]? mended = null;
        for (var at = json.IndexOf((byte)'\\'); at >= 0 && at + 1 < json.Length; )
        {
            var length = Surrogate(json, at) switch
            {
                null => 2,
                < 0xDC00 when Surrogate(json, at + EscapeLength) is >= 0xDC00 => 2 * EscapeLength,
                _ => EscapeLength,
            };
            if (length == EscapeLength)
            {
                mended ??= json.ToArray();
                "\\ufffd"u8.CopyTo(mended.AsSpan(at));
            }
            at += length;
            var next = at < json.Length ? json[at..].IndexOf((byte)'\\') : -1;
            at = next < 0 ? -1 : at + next;
        }
        return mended ?? json;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }
        return at;
    }

    private static int? Surrogate(ReadOnlySpan<byte> json, int at) =>
        at + EscapeLength <= json.Length
        && json[at] == '\\'
        && json[at + 1] == 'u'
        && (json[at + 2] | 0x20) == 'd'
        && int.TryParse(json.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
        && unit >= 0xD800
            ? unit
            : null;
}
