using System.Text.Json;

namespace Lethe.Data;

/// <summary>What the kit knows of a data set before it has it: the Croissant 1.1 description in <c>data-manifests/NAME.json</c>.</summary>
/// <param name="License">Its address, or a sentence.</param>
/// <param name="IsGated">Needs a registration, or that its licence is read; never downloaded by the kit.</param>
/// <param name="AccessSteps">How to get a gated set.</param>
/// <param name="Files">Downloads and the files inside them.</param>
/// <param name="ImageFolder">For a set of image files: the folder of identity folders inside the archive, perhaps empty.</param>
public sealed record Manifest(
    string Name,
    string Title,
    string Url,
    string License,
    bool IsGated,
    IReadOnlyList<string> AccessSteps,
    IReadOnlyList<ManifestFile> Files,
    string? ImageFolder
)
{
    private const string Resources = "manifests/";

    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(Manifest)
            .Assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Resources, StringComparison.Ordinal))
            .Select(static name => Path.GetFileNameWithoutExtension(name[Resources.Length..]))
            .Order(StringComparer.Ordinal),
    ];

    public IEnumerable<ManifestFile> Downloads => Files.Where(static file => file.ContainedIn is null);

    /// <summary>What is read: the files inside the downloads where the manifest lists them, else the downloads.</summary>
    public IReadOnlyList<ManifestFile> Needed =>
        Files.Where(static file => file.ContainedIn is not null).ToList() is [_, ..] inner ? inner : Files;

    /// <summary>For a set of films: the folders of which it has at least one, relative to its own; otherwise empty.</summary>
    public IReadOnlyList<string> FilmFolders { get; init; } = [];

    /// <summary>A folder of photographs or films: the user's is used where it lies, not copied.</summary>
    public bool IsFolder => ImageFolder is not null || FilmFolders.Count > 0;

    /// <summary>A folder of listed files, in folders of its own, that is checked and then used where it lies.</summary>
    public bool StaysInPlace { get; init; }

    public bool IsEmbedded => Downloads.All(static file => file.IsEmbedded);

    public ManifestFile File(string id) => Files.First(file => file.Id == id);

    /// <exception cref="LetheException">Usage: no such name.</exception>
    public static Manifest Get(string name) =>
        Names.Contains(name)
            ? Parse(Text(name))
            : throw LetheException.Usage($"There is no data set {name}; there are {string.Join(", ", Names)}.");

    public static string Text(string name)
    {
        using var stream = typeof(Manifest).Assembly.GetManifestResourceStream($"{Resources}{name}.json")!;
        return new StreamReader(stream).ReadToEnd();
    }

    /// <param name="json">One of the kit's, which its tests have compared with what Croissant requires.</param>
    internal static Manifest Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var objects = root.GetProperty("distribution").EnumerateArray().ToArray();
        var files = objects.Where(static item => Text(item, "@type") == "cr:FileObject").ToArray();
        string[] FoldersOf(string media) =>
            [
                .. objects
                    .Where(item =>
                        Text(item, "@type") == "cr:FileSet" && Text(item, "encodingFormat")!.StartsWith(media, StringComparison.Ordinal)
                    )
                    .Select(static item => Text(item, "includes")!.Split('*')[0].TrimEnd('/')), // "people/*/*.jpg" lies in "people"
            ];
        return new(
            Text(root, "name")!,
            Text(root, "alternateName") ?? Text(root, "name")!,
            Text(root, "url")!,
            Text(root, "license") ?? Text(root.GetProperty("license"), "name")!,
            !root.GetProperty("isAccessibleForFree").GetBoolean(),
            Texts(root, "conditionsOfAccess"),
            [.. files.Select(Read)],
            FoldersOf("image/").FirstOrDefault()
        )
        {
            StaysInPlace =
                files.Any(static item => item.TryGetProperty("containedIn", out _))
                && objects.Any(static item => Text(item, "encodingFormat") == "application/x-directory"),
            FilmFolders = FoldersOf("video/"),
        };
    }

    private static ManifestFile Read(JsonElement item) =>
        new(
            Text(item, "@id")!,
            Text(item, "name")!,
            Text(item, "contentUrl")!,
            Texts(item, "sameAs"),
            item.TryGetProperty("containedIn", out var container) ? Text(container, "@id") : null,
            Text(item, "contentSize") is { } size && size.EndsWith(" B", StringComparison.Ordinal)
                ? long.Parse(size[..^2], CultureInfo.InvariantCulture)
                : null,
            Text(item, "sha256"),
            Text(item, "md5")
        );

    private static string? Text(JsonElement item, string property) =>
        item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] Texts(JsonElement item, string property) =>
        !item.TryGetProperty(property, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(static one => one.GetString()!)]
        : [value.GetString()!];
}
