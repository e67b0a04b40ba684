namespace Lethe.Runtime;

/// <summary>The most memory that this process has had since it was last asked to forget; as Linux counts it.</summary>
internal static class PeakMemory
{
    /// <summary>Begins anew.</summary>
    public static void Reset()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                File.WriteAllText("/proc/self/clear_refs", "5");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Some containers forbid it: then it is the most since the process began.
        }
    }

    /// <returns>Megabytes; null where the system does not say.</returns>
    public static double? Megabytes()
    {
        const string file = "/proc/self/status";
        var line =
            OperatingSystem.IsLinux() && File.Exists(file)
                ? File.ReadLines(file).FirstOrDefault(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                : null;
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [_, var kibibytes, ..]
            ? double.Parse(kibibytes, CultureInfo.InvariantCulture) * 1024 / 1e6
            : null;
    }
}
