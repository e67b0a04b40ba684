using System.Text.Json;

namespace Lethe.Runtime;

/// <summary>Reads JSON that others wrote: in UTF-8 or UTF-16, with a byte order mark or without; every text in it is Unicode.</summary>
internal static class JsonFile
{
    /// <param name="most">Bytes of a file of this kind.</param>
    /// <exception cref="JsonException">Not JSON, too large, or with a text that is no Unicode.</exception>
    public static JsonDocument Read(string path, long most)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (file.Length > most)
        {
            throw new JsonException($"it has {file.Length} bytes, and no file of its kind has more than {most}.");
        }
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Parse(bytes);
    }

    public static JsonDocument Parse(byte[] bytes)
    {
        var json = JsonDocument.Parse(Bare(bytes));
        try
        {
            Check(json.RootElement);
            return json;
        }
        // What a reader would meet later, at any place: half a character, or bytes that are no UTF-8.
        catch (InvalidOperationException error)
        {
            json.Dispose();
            throw new JsonException("a text in it is no Unicode", error);
        }
    }

    /// <summary>In UTF-8, without a byte order mark.</summary>
    public static ReadOnlyMemory<byte> Bare(byte[] bytes) =>
        bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => bytes.AsMemory(3),
            [0xFF, 0xFE, ..] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2)),
            [0xFE, 0xFF, ..] => Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2)),
            _ => bytes,
        };

    private static void Check(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Check(item);
                }
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Check(property.Value);
                }
                break;
            default:
                break;
        }
    }
}
