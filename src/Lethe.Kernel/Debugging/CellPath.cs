using System.Buffers.Binary;

namespace Lethe.Kernel.Debugging;

/// <summary>The path by which front ends know a cell. They find it by themselves: from the cell's text, and what they have been told of the
/// parts of it.</summary>
internal static class CellPath
{
    public const string Suffix = ".cs";
    public const uint Seed = 0xC70F6907;

    private const uint Multiplier = 0x5BD1E995;

    public static string Prefix { get; } = Path.Combine(Path.GetTempPath(), $"lethe_{Guid.NewGuid():n}") + Path.DirectorySeparatorChar;

    public static string Of(string code) => FormattableString.Invariant($"{Prefix}{Hash(code)}{Suffix}");

    /// <summary>MurmurHash2 of 32 bits (Austin Appleby), over UTF-8.</summary>
    public static uint Hash(string code, uint seed = Seed)
    {
        var bytes = Encoding.UTF8.GetBytes(code).AsSpan();
        var hash = seed ^ (uint)bytes.Length;
        for (; bytes.Length >= 4; bytes = bytes[4..])
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Multiplier;
            hash = (hash * Multiplier) ^ ((word ^ (word >> 24)) * Multiplier);
        }
        if (bytes.Length > 0)
        {
            var rest = 0u;
            for (var i = bytes.Length - 1; i >= 0; i--)
            {
                rest = (rest << 8) | bytes[i];
            }
            hash = (hash ^ rest) * Multiplier;
        }
        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
