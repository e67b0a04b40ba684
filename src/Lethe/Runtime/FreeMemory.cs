using System.Globalization;

namespace Lethe.Runtime;

/// <summary>How much memory this process may still take before the system stops it.</summary>
internal static class FreeMemory
{
    /// <summary>What the machine has left, or the container's limit leaves.</summary>
    public static long Bytes
    {
        get
        {
            var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet;
            return Math.Max(0, Math.Min(limit, Machine() ?? limit));
        }
    }

    /// <exception cref="LetheException">There are fewer than <paramref name="bytes"/> left (<see cref="ExitCode.NoDevice"/>).</exception>
    /// <param name="bytes">Wanted.</param>
    /// <param name="what">That wants it: the beginning of a sentence.</param>
    /// <param name="advice">A sentence.</param>
    /// <param name="free">Null to ask the system.</param>
    public static void Require(long bytes, string what, string advice, long? free = null)
    {
        var left = free ?? Bytes;
        if (bytes > left)
        {
            throw LetheException.NoDevice(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Not enough memory: {what} takes about {bytes / 1e9:F1} GB, and {left / 1e9:F1} GB are free. {advice}"
                )
            );
        }
    }

    // Free, or filled with copies of files that can be read again.
    private static long? Machine()
    {
        const string Table = "/proc/meminfo",
            Entry = "MemAvailable:";
        return
            OperatingSystem.IsLinux()
            && File.Exists(Table)
            && File.ReadLines(Table).FirstOrDefault(static line => line.StartsWith(Entry, StringComparison.Ordinal)) is { } line
            && long.TryParse(
                line[Entry.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(),
                CultureInfo.InvariantCulture,
                out var kilobytes
            )
            ? kilobytes * 1024
            : null;
    }
}
