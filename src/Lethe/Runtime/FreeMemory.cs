namespace Lethe.Runtime;

/// <summary>How much memory this process may still take before the system stops it.</summary>
internal static class FreeMemory
{
    public static long Bytes
    {
        get
        {
            var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
            return Math.Max(0, Math.Min(limit, Machine() ?? limit));
        }
    }

    /// <param name="what">The beginning of a sentence; <paramref name="advice"/> is one.</param>
    /// <param name="free">Null to ask the system.</param>
    /// <exception cref="LetheException">NoDevice: fewer bytes are left.</exception>
    public static void Require(long bytes, string what, string advice, long? free = null)
    {
        var left = free ?? Bytes;
        if (bytes > left)
        {
            throw LetheException.NoDevice(
                FormattableString.Invariant(
                    $"Not enough memory: {what} takes about {bytes / 1e9:F1} GB, and {left / 1e9:F1} GB are free. {advice}"
                )
            );
        }
    }

    // Free, or filled with copies of files that can be read again: "MemAvailable:   12345678 kB".
    private static long? Machine()
    {
        const string Table = "/proc/meminfo",
            Entry = "MemAvailable:";
        var line = File.Exists(Table)
            ? File.ReadLines(Table).FirstOrDefault(static line => line.StartsWith(Entry, StringComparison.Ordinal))
            : null;
        return long.TryParse(line?[Entry.Length..].TrimEnd('k', 'B', ' '), CultureInfo.InvariantCulture, out var kilobytes)
            ? kilobytes * 1024
            : null;
    }
}
