using System.Security.Cryptography;

namespace Lethe.Data;

/// <summary>One line of <c>lethe data verify</c>.</summary>
/// <param name="Path">Null if it is missing.</param>
public sealed record FileCheck(string Name, string? Path, FileState State)
{
    /// <summary>Compares a file with what the manifest needs; a gzipped copy counts as what it holds.</summary>
    public static FileCheck Of(Manifest manifest, ManifestFile needed, string? path) =>
        new(needed.Name, path, File.Exists(path) ? StateOf(manifest, needed, path) : FileState.Missing);

    /// <summary>Likewise a file that comes with the kit.</summary>
    public static FileCheck OfResource(ManifestFile file)
    {
        using var resource = typeof(FileCheck).Assembly.GetManifestResourceStream(file.ContentUrl);
        var state =
            resource is null ? FileState.Missing
            : Convert.ToHexStringLower(SHA256.HashData(resource)) == file.Sha256 ? FileState.Ok
            : FileState.Wrong;
        return new(file.Name, DataStore.Embedded, state);
    }

    private static FileState StateOf(Manifest manifest, ManifestFile needed, string path)
    {
        if (needed.Sha256 is null)
        {
            return needed.Md5 is null ? FileState.Unchecked
                : FileHash.Matches(needed, path) ? FileState.Ok
                : FileState.Wrong;
        }
        var hash = FileHash.Of(path);
        if (Cifar10Jpeg.Contains(needed.Name, hash))
        {
            return FileState.StandIn;
        }
        try
        {
            return
                hash == needed.Sha256
                || (needed.ContainedIn is { } container && manifest.File(container).Sha256 == hash)
                || (path.EndsWith(".gz", StringComparison.Ordinal) && FileHash.OfUnzipped(path) == needed.Sha256)
                ? FileState.Ok
                : FileState.Wrong;
        }
        catch (InvalidDataException)
        {
            return FileState.Wrong;
        }
    }
}
