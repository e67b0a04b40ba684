using System.Buffers.Binary;
using System.Security.Cryptography;
using Lethe.Data;

namespace Lethe.Unlearning.Forgetting;

/// <summary>
/// Chosen training images, <c>file:LIST</c>: a text file with one a line, by its number from 0, or, in a folder of photographs, by its
/// file's name, <c>Ann/3.jpg</c>. Empty lines and those that begin with # do not count.
/// </summary>
public sealed class ImageList(string path) : ForgetSet
{
    internal const string Prefix = "file";

    // Of one line, and of the file: nobody's list is longer.
    private const int MostInLine = 1000,
        MostLetters = 64 << 20;

    private readonly string path = path.Length > 0 ? path : throw LetheException.Usage("No list is named to forget: write file:LIST.");

    public override ForgetKind Kind => ForgetKind.List;

    public override ForgetSplit Split(DatasetPair data)
    {
        var rows = Rows(data);
        return rows.Length < data.Train.Count
            ? ForgetSplit.ByRows(data, rows, IdentityOf(rows))
            : throw LetheException.BadFile($"{path} names all {rows.Length} training images of {data.Title}; some must be left to keep.");
    }

    public override string Identity(DatasetPair data) => IdentityOf(Rows(data));

    public override string ToString() => $"{Prefix}:{path}";

    private static string IdentityOf(long[] rows)
    {
        var bytes = new byte[8 * rows.Length];
        foreach (var (i, row) in rows.Index())
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 * i), row);
        }
        return $"{Prefix}:{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}";
    }

    private long[] Rows(DatasetPair data)
    {
        var names = data.Train.Files?.Index().ToDictionary(static file => file.Item, static file => (long)file.Index);
        var rows = new SortedSet<long>();
        foreach (var (index, line) in Lines().Index())
        {
            var text = line.Trim();
            if (text.Length > 0 && text[0] != '#' && !rows.Add(Row(data, names, text, index + 1)))
            {
                throw LetheException.BadFile($"{path}, line {index + 1}: {text} is named twice.");
            }
        }
        return rows.Count > 0 ? [.. rows] : throw LetheException.BadFile($"{path} names no image.");
    }

    private long Row(DatasetPair data, Dictionary<string, long>? names, string text, int line)
    {
        if (names is not null && names.TryGetValue(CanonicalText.Composed(text), out var named))
        {
            return named;
        }
        var shown = text.Length > 100 ? text[..100] + "…" : text;
        return !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
                ? throw LetheException.BadFile(
                    $"{path}, line {line}: '{shown}' is neither the number of a training image nor "
                        + (
                            names is null
                                ? "a name, which this data set has none of."
                                : "the name of one: a file set aside for testing is none."
                        )
                )
            : row >= data.Train.Count
                ? throw LetheException.BadFile(
                    $"{path}, line {line}: there is no training image {shown}; {data.Title} has 0 to {data.Train.Count - 1}."
                )
            : row;
    }

    private string[] Lines()
    {
        try
        {
            if (!File.Exists(path))
            {
                throw LetheException.NotFound($"There is no list {path}.");
            }
            var lines = Text().Split('\n').Select(static line => line.TrimEnd('\r')).ToArray();
            return Array.FindIndex(lines, static line => line.Length > MostInLine) is >= 0 and var at
                ? throw LetheException.BadFile($"{path}, line {at + 1} is too long for an image's number or name.")
                : lines;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LetheException.BadFile($"Cannot read the list {path}: {error.Message}", error);
        }
    }

    // Counted while it is read: a pipe has no length.
    private string Text()
    {
        using var file = new StreamReader(path);
        var (text, piece) = (new StringBuilder(), new char[1 << 16]);
        while (file.Read(piece) is > 0 and var read)
        {
            text.Append(piece, 0, read);
            if (text.Length > MostLetters)
            {
                throw LetheException.BadFile($"{path} is too long for a list.");
            }
        }
        return text.ToString();
    }
}
