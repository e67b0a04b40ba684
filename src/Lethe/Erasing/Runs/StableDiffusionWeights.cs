using System.Collections.Concurrent;
using System.Security.Cryptography;
using Lethe.Data;
using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Runs;

/// <summary>Which weights a folder of Stable Diffusion holds, by their checksums.</summary>
internal static class StableDiffusionWeights
{
    private const string Manifests = "sd-v1-4";

    // Gigabytes are read once a process.
    private static readonly ConcurrentDictionary<string, string> Hashes = new();

    public static (string Fingerprint, (string Source, bool IsStandIn) Data) Known(string folder)
    {
        var hashes = DiffusersFolder.WeightFiles(folder).Select(FileHashOf).ToList();
        var official = Manifest.Get(Manifests).Files.Select(static file => file.Sha256).ToHashSet();
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return (
            HashOf(hashes),
            hashes.All(official.Contains)
                ? ("Stable Diffusion v1.4, the official weights", false)
                : ($"{name}: not the official weights of Stable Diffusion v1.4", true)
        );
    }

    /// <summary>Twelve hexadecimal digits that tell lists of texts apart.</summary>
    public static string HashOf(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..12];

    private static string FileHashOf(string path) =>
        Hashes.GetOrAdd(
            FormattableString.Invariant($"{Path.GetFullPath(path)} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path):O}"),
            _ => FileHash.Of(path)
        );
}
