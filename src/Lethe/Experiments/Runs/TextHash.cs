using System.Security.Cryptography;
using System.Text;

namespace Lethe.Experiments.Runs;

/// <summary>Twelve hexadecimal digits that tell texts apart.</summary>
internal static class TextHash
{
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    /// <summary>Of a list, a line each.</summary>
    public static string Of(IEnumerable<string> lines) => Of(string.Join('\n', lines));
}
