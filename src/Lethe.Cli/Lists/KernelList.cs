using Lethe.Cli.Benchmarks;
using Lethe.Experiments.Records;

namespace Lethe.Cli.Lists;

/// <summary>What this kernel and Microsoft's took: the record that <c>lethe bench kernel --beside DIR --json</c> wrote.</summary>
internal static class KernelList
{
    private const int Most = 1 << 20; // bytes

    public static IEnumerable<(string Name, string[] Row)> Entries()
    {
        var folder = KitRecords.InCheckout("results") ?? throw LetheException.NotFound("There is no folder results here or above.");
        using var file = JsonFile.Read(Path.Combine(folder, "kernel.json"), Most);
        return [.. JsonOutput.Read<Compared[]>(file.RootElement.GetProperty("results")).Select(static one => (one.Name, one.Row()))];
    }
}
