namespace Lethe.Runtime;

/// <summary>What the machine's processor is and can.</summary>
public static class Processor
{
    private static readonly string[] Info =
        OperatingSystem.IsLinux() && File.Exists("/proc/cpuinfo") ? File.ReadAllLines("/proc/cpuinfo") : [];

    public static string Name { get; } =
        Field("model name").FirstOrDefault()
        ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
        ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>Cores with arithmetic units of their own that this process may use; hyper-threads do not count.</summary>
    public static int PhysicalCores { get; } = CountCores();

    /// <summary>True if bfloat16 arithmetic is done in hardware; elsewhere it is slower than float32.</summary>
    public static bool HasBFloat16 { get; } =
        Field("flags").FirstOrDefault()?.Split(' ') is { } flags && (flags.Contains("avx512_bf16") || flags.Contains("amx_bf16"));

    /// <summary>
    /// Which arithmetic libraries choose by: maker, family, model, stepping, and the vector instructions that are switched on. Two machines
    /// of one <see cref="Name"/> may differ in it. Null where the system does not say.
    /// </summary>
    public static string? Kind { get; } = FindKind();

    /// <summary>What the machine, or the container, has of memory.</summary>
    public static long MemoryGib => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30);

    private static string? FindKind()
    {
        string[] parts =
        [
            .. ((string[])["vendor_id", "cpu family", "model", "stepping"]).Select(static name => Field(name).FirstOrDefault() ?? ""),
        ];
        var vectors = (Field("flags").FirstOrDefault() ?? "")
            .Split(' ')
            .Where(static flag =>
                flag is "avx2" or "fma"
                || flag.StartsWith("avx512", StringComparison.Ordinal)
                || flag.StartsWith("amx", StringComparison.Ordinal)
            )
            .Order(StringComparer.Ordinal);
        return parts[0].Length > 0 ? $"{parts[0]} {parts[1]}/{parts[2]}/{parts[3]} {string.Join(' ', vectors)}".TrimEnd() : null;
    }

    private static int CountCores()
    {
        var cores = Field("physical id").Zip(Field("core id")).Distinct().Count();
        return cores > 0 ? Math.Min(cores, Environment.ProcessorCount) : Environment.ProcessorCount;
    }

    private static IEnumerable<string> Field(string name) =>
        from line in Info
        let colon = line.IndexOf(':')
        where colon > 0 && line.AsSpan(0, colon).Trim().SequenceEqual(name)
        select line[(colon + 1)..].Trim();

    /// <summary>One line for a run record: name, cores, memory.</summary>
    public static string Describe() => FormattableString.Invariant($"{Name}, {Environment.ProcessorCount} cores, {MemoryGib} GiB");
}
