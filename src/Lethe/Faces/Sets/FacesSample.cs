using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lethe.Data;
using Lethe.Faces.Drawn;
using Lethe.Faces.Paired;

namespace Lethe.Faces.Sets;

/// <summary>The small set of drawn faces that comes with the kit, compressed already: for machines without ffmpeg.</summary>
public static class FacesSample
{
    public const string Name = "faces-sample";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private const string Index = $"{Name}.jsonl";

    public static IFaceSource Faces => new ProceduralFaces(Options.Identities!.Value);

    /// <summary>How it is made. Crops are cut at their size, so that nothing is scaled after compression; more test identities than usual,
    /// for the intervals.</summary>
    public static FilmSetOptions Options { get; } =
        new()
        {
            Identities = 64,
            Film = new() { Side = 96 },
            Crop = 64,
            Frames = 2,
            Shares = new(0.6, 0.1, 0.3),
        };

    /// <summary>The set itself, with what is known of each clip.</summary>
    public static FilmSet Open()
    {
        using var index = Resource(Index);
        var (header, clips, _) = FilmManifest.Read(index, Index);
        return new(header, clips, Name, Resource);
    }

    /// <summary>Its crops, decoded.</summary>
    public static PairedMemory Load() => Open().ToMemory();

    /// <summary>Writes the files that the kit embeds: the set's manifest, the strips below one another in a few pictures, and the Croissant
    /// description with their checksums.</summary>
    /// <param name="set">Made with <see cref="Options"/> from <see cref="Faces"/>.</param>
    /// <exception cref="LetheException">They cannot be written (Unwritable).</exception>
    public static IReadOnlyList<string> Write(FilmSet set, string folder)
    {
        LetheHome.Ensure(folder);
        var (files, lines) = (new List<string>(), new List<byte[]> { FilmManifest.Line(set.Header) });
        foreach (var (i, clips) in set.Clips.Chunk(set.Header.Strip.MostClips).Index())
        {
            var sheet = set.Header.Strip.Encode([.. clips.Select(set.Pixels)]);
            var name = $"{Name}-{i}.webp";
            var sha256 = FileHash.Of(sheet);
            lines.AddRange(
                clips.Select((clip, row) => FilmManifest.Line(clip with { File = name, Row = row, Sha256 = sha256, Mask = null }))
            );
            files.Add(Save(name, sheet));
        }
        files.Add(Save(Index, [.. lines.SelectMany(static line => line)]));
        files.Add(Save($"{Name}.json", Described(files)));
        return files;

        string Save(string name, byte[] bytes)
        {
            var path = Path.Combine(folder, name);
            WholeFile.Write(path, "Choose another folder with --out.", bytes);
            return path;
        }
    }

    // The embedded description with the sizes and checksums of other files.
    private static byte[] Described(IEnumerable<string> files)
    {
        var description = JsonNode.Parse(Manifest.Text(Name))!;
        description["distribution"] = new JsonArray([
            .. files.Select(static path => new JsonObject
            {
                ["@type"] = "cr:FileObject",
                ["@id"] = Path.GetFileName(path),
                ["name"] = Path.GetFileName(path),
                ["contentUrl"] = $"samples/{Path.GetFileName(path)}",
                ["contentSize"] = FormattableString.Invariant($"{new FileInfo(path).Length} B"),
                ["encodingFormat"] = path.EndsWith(".webp", StringComparison.Ordinal) ? "image/webp" : "application/jsonl",
                ["sha256"] = FileHash.Of(path),
            }),
        ]);
        return [.. JsonSerializer.SerializeToUtf8Bytes(description, Indented), (byte)'\n'];
    }

    private static Stream Resource(string name) =>
        typeof(FacesSample).Assembly.GetManifestResourceStream($"samples/{name}")
        ?? throw LetheException.BadFile($"{name} is not in this build of the kit. Build it again from a whole checkout.");
}
