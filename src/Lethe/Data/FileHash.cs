using System.Security.Cryptography;

namespace Lethe.Data;

/// <summary>SHA-256 of files, in lower-case hexadecimal as manifests write it.</summary>
public static class FileHash
{
    public static string Of(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
