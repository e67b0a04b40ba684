using System.IO.Compression;
using System.Security.Cryptography;

namespace Lethe.Data;

/// <summary>Checksums of files, in lower-case hexadecimal as manifests write them.</summary>
public static class FileHash
{
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
        using var unzipped = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        return Convert.ToHexStringLower(SHA256.HashData(unzipped));
    }

    /// <summary>Whether a file is the one of the manifest, by its SHA-256, or by its MD5 where no other is published; true where neither
    /// is.</summary>
    public static bool Matches(ManifestFile file, string path) =>
        file.Sha256 is not null ? Of(path) == file.Sha256 : file.Md5 is null || Md5(path) == file.Md5;

    private static string Md5(string path)
    {
        using var file = File.OpenRead(path);
#pragma warning disable CA5351 // not for security
        return Convert.ToHexStringLower(MD5.HashData(file));
#pragma warning restore CA5351
    }
}
