using System.Text.Encodings.Web;
using System.Text.Json;
using Lethe.Runtime;

namespace Lethe.Notebooks;

/// <summary>A notebook in Jupyter's format 4; whatever this kit does not know is kept as it is.</summary>
public sealed partial class NotebookFile
{
    // Found out at once, not when a value is looked at.
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false };

    private static readonly JsonWriterOptions Writing = new()
    {
        Indented = true,
        IndentSize = 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    private readonly JsonObject root;
    private readonly List<NotebookCell> cells;

    private NotebookFile(JsonObject root, List<NotebookCell> cells) => (this.root, this.cells) = (root, cells);

    public IReadOnlyList<NotebookCell> Cells => cells;

    public JsonObject Metadata => (JsonObject)root["metadata"]!;

    /// <exception cref="NotebookException">There is no such file, or it is not a notebook.</exception>
    public static NotebookFile Read(string path) => Parse(Bytes(path), path);

    /// <exception cref="NotebookException">There is no such file, or it is not readable.</exception>
    internal static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NotebookException(NotebookStatus.NotFound, $"There is no file {Path.GetFullPath(path)}.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException(NotebookStatus.NotFound, $"Cannot read {Path.GetFullPath(path)}: {error.Message}", error);
        }
    }

    /// <exception cref="NotebookException">It is not a notebook of format 4.</exception>
    public static NotebookFile Parse(byte[] json, string name)
    {
        try
        {
            if (
                JsonNode.Parse(NotebookText.Mend(JsonFile.Bare(json).Span, name), documentOptions: Reading) is not JsonObject root
                || root["cells"] is not JsonArray cells
            )
            {
                throw new NotebookException(NotebookStatus.NotANotebook, $"{name} is not a notebook: it has no list of cells.");
            }
            if (root["nbformat"] is not JsonValue format || !format.TryGetValue<int>(out var major) || major != 4)
            {
                throw new NotebookException(
                    NotebookStatus.NotANotebook,
                    $"{name} is a notebook of format {root["nbformat"]?.ToJsonString() ?? "unknown"}; this kit reads format 4. "
                        + $"Jupyter converts it: jupyter nbconvert --to notebook --nbformat 4 FILE"
                );
            }
            root["metadata"] = root["metadata"] as JsonObject ?? [];
            var notebook = new NotebookFile(root, [.. cells.Select((cell, i) => NotebookCell.Of(cell, i, name))]);
            notebook.Upgrade();
            return notebook;
        }
        catch (JsonException error)
        {
            throw new NotebookException(
                NotebookStatus.NotANotebook,
                name.EndsWith(".dib", StringComparison.OrdinalIgnoreCase)
                    ? $"{name} is a .dib file. This makes a notebook of it: lethe notebook convert {name} --out DIR"
                    : $"{name} is not a notebook: {error.Message}",
                error
            );
        }
    }

    /// <summary>As Jupyter itself writes it: keys sorted, one blank a level, so that two runs differ only where their content
    /// does.</summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            Sorted(root)!.WriteTo(writer);
        }
        var written = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        if (written.IndexOf("\\uD"u8) < 0)
        {
            return [.. written, (byte)'\n'];
        }
        // .NET writes what lies beyond the 65,536th character as two escapes, Jupyter as itself.
        return Encoding.UTF8.GetBytes(EscapedPair().Replace(Encoding.UTF8.GetString(written), Pair) + "\n");

        static string Pair(Match match) => $"{match.Groups["before"].Value}{Half(match.Groups["high"])}{Half(match.Groups["low"])}";

        static char Half(Group digits) => (char)Convert.ToInt32(digits.Value, 16);
    }

    /// <summary>Writes it whole or not at all.</summary>
    /// <exception cref="NotebookException">The place cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, ToBytes());

    internal NotebookCell InsertAfter(NotebookCell cell, NotebookCell inserted)
    {
        var index = cells.IndexOf(cell) + 1;
        ((JsonArray)root["cells"]!).Insert(index, inserted.Json);
        cells.Insert(index, inserted);
        return inserted;
    }

    internal void Remove(NotebookCell cell)
    {
        ((JsonArray)root["cells"]!).Remove(cell.Json);
        cells.Remove(cell);
    }

    // Format 4.5 is 4.4 with an id in every cell.
    private void Upgrade()
    {
        var minor = root["nbformat_minor"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;
        if (minor < 5)
        {
            root["nbformat_minor"] = 5;
        }
        var used = new HashSet<string>();
        foreach (var (cell, i) in Cells.Select(static (cell, i) => (cell, i)))
        {
            // Counted, not random: the same notebook gets the same ids each time.
            if (cell.Id is not { Length: > 0 } id || !used.Add(id))
            {
                var fresh = FormattableString.Invariant($"cell-{i + 1}");
                while (!used.Add(fresh))
                {
                    fresh += "x";
                }
                cell.Id = fresh;
            }
        }
    }

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject json => new JsonObject(
                json.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
                    .Select(static pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))
            ),
            JsonArray array => new JsonArray([.. array.Select(Sorted)]),
            _ => node?.DeepClone(),
        };

    // Not behind another backslash: that would be a backslash and some letters.
    [GeneratedRegex(@"(?<before>(?<!\\)(?:\\\\)*)\\u(?<high>D[89AB][0-9A-F]{2})\\u(?<low>D[C-F][0-9A-F]{2})", RegexOptions.IgnoreCase)]
    private static partial Regex EscapedPair();
}
