namespace Lethe.Data;

/// <summary>What an archive may unpack to before it is taken for a bomb.</summary>
/// <param name="MostRatio">Unpacked bytes to a byte of the archive; pictures and raw pixels stay below 10.</param>
public sealed record ArchiveLimits(int MostEntries = 500_000, long MostBytes = 64L << 30, int MostRatio = 200)
{
    public static ArchiveLimits Default { get; } = new();
}
