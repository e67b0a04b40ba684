using System.IO.Compression;
using System.Security.Cryptography;

namespace Lethe.Data;

/// <summary>Checksums of files, in lower-case hexadecimal as manifests write them.</summary>
public static class FileHash
{
    /// <summary>SHA-256 of the file.</summary>
    public static string Of(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>SHA-256 of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>SHA-256 of what a gzip file holds: the same however it was compressed.</summary>
    /// <exception cref="InvalidDataException">Damaged.</exception>
    public static string OfUnzipped(string path)
    {
        using var file = File.OpenRead(path);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        return Convert.ToHexStringLower(SHA256.HashData(unzipped));
    }

    /// <summary>Whether a file is the one of the manifest, by its SHA-256, or by its MD5 where the manifest knows no other; true if it
    /// knows neither.</summary>
    public static bool Matches(ManifestFile file, string path) =>
        file.Sha256 is not null ? Of(path) == file.Sha256 : file.Md5 is null || Md5(path) == file.Md5;

    // Not for security: it is all that some data sets publish.
    private static string Md5(string path)
    {
        using var file = File.OpenRead(path);
#pragma warning disable CA5351
        return Convert.ToHexStringLower(MD5.HashData(file));
#pragma warning restore CA5351
    }
}
