using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lethe.Faces.Sets;

// The lines of a set's manifest: the header, then one a clip. A writer that is killed leaves at most one half-written last line, which
// readers pass over and the next writer removes.
internal static class FilmManifest
{
    private const byte NewLine = (byte)'\n';
    private const long MostBytes = 1L << 30;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // read by people and programs, never pasted into HTML
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static byte[] Line<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, Json), NewLine];

    // Reads and checks a manifest. stream: not trusted. source: for messages. Gives the header, the clips in the order of their ids (of a
    // clip that comes twice the last line), and the length of the whole lines. LetheException: not a manifest (BadFile); the message names
    // the line.
    public static (FilmSetHeader Header, IReadOnlyList<FilmRecord> Clips, int Length) Read(Stream stream, string source)
    {
        if (stream.Length > MostBytes)
        {
            throw LetheException.BadFile($"{source} has {stream.Length} bytes; no manifest has more than {MostBytes}.");
        }
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        FilmSetHeader? header = null;
        var clips = new Dictionary<string, FilmRecord>();
        var (start, line) = (0, 1);
        while (bytes.AsSpan(start).IndexOf(NewLine) is >= 0 and var length)
        {
            var text = bytes.AsSpan(start, length);
            if (header is null)
            {
                header = Parse<FilmSetHeader>(text, source, line).Checked(source);
            }
            else
            {
                var clip = Parse<FilmRecord>(text, source, line).Checked(header, source);
                clips[clip.Id] = clip;
            }
            (start, line) = (start + length + 1, line + 1);
        }
        return header is null
            ? throw LetheException.BadFile($"{source} is empty. Delete it and make the set again.")
            : (header, [.. clips.Values.OrderBy(static clip => clip.Id, StringComparer.Ordinal)], start);
    }

    private static T Parse<T>(ReadOnlySpan<byte> text, string source, int line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Json) ?? throw new JsonException("it is null.");
        }
        catch (JsonException error)
        {
            throw LetheException.BadFile(
                $"{source}, line {line} cannot be read: {error.Message} Delete that line (a clip is then made again) or the file.",
                error
            );
        }
    }
}
