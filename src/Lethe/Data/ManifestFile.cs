namespace Lethe.Data;

/// <summary>One file of a data set: a <c>cr:FileObject</c> of its Croissant manifest.</summary>
/// <param name="ContentUrl">Where to download it; for a file in an archive or a package its path there.</param>
/// <param name="Mirrors">Other addresses of the same bytes.</param>
/// <param name="ContainedIn">Id of the archive it comes in; null for a download.</param>
/// <param name="Bytes">Null where only about known.</param>
/// <param name="Sha256">Lower-case hexadecimal; null where none is published.</param>
/// <param name="Md5">Used only without a SHA-256.</param>
public sealed record ManifestFile(
    string Id,
    string Name,
    string ContentUrl,
    IReadOnlyList<string> Mirrors,
    string? ContainedIn,
    long? Bytes,
    string? Sha256,
    string? Md5
)
{
    // Of package URLs (github.com/package-url).
    private const string NuGet = "pkg:nuget/";

    /// <summary>Name and version of the NuGet package that this is; null if it is none.</summary>
    public (string Name, string Version)? Package =>
        ContentUrl.StartsWith(NuGet, StringComparison.Ordinal) && ContentUrl[NuGet.Length..].Split('@') is [var name, var version]
            ? (name, version)
            : null;

    public bool IsEmbedded => ContainedIn is null && ContentUrl.StartsWith("samples/", StringComparison.Ordinal);

    public bool IsArchive =>
        Name.EndsWith(".tar.gz", StringComparison.Ordinal)
        || Name.EndsWith(".tgz", StringComparison.Ordinal)
        || Name.EndsWith(".zip", StringComparison.Ordinal);

    /// <summary>The folder that an archive is unpacked to, beside it.</summary>
    public string UnpackedName => Name[..Name.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>"sha256 …" or "md5 …", for messages.</summary>
    public string Checksum =>
        Sha256 is not null ? $"sha256 {Sha256}"
        : Md5 is not null ? $"md5 {Md5}"
        : "no checksum";
}
