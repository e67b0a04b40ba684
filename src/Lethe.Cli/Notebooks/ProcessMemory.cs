using System.Globalization;

namespace Lethe.Cli.Notebooks;

/// <summary>Memory of a process and of all that it began, as Linux counts it.</summary>
internal static class ProcessMemory
{
    /// <returns>Bytes in memory; 0 where the system does not say, or the process is gone.</returns>
    public static long OfTree(int process)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }
        var parents = Directory
            .EnumerateDirectories("/proc")
            .Select(static folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(static id => id > 0)
            .Select(static id => (Id: id, Fields: Stat(id)))
            .Where(static one => one.Fields.Length > 21)
            .ToLookup(static one => int.Parse(one.Fields[1], CultureInfo.InvariantCulture), static one => one.Id);
        var (sum, open) = (0L, new Stack<int>([process]));
        while (open.TryPop(out var id))
        {
            sum += Stat(id) is { Length: > 21 } fields
                ? long.Parse(fields[21], CultureInfo.InvariantCulture) * Environment.SystemPageSize
                : 0;
            foreach (var child in parents[id])
            {
                open.Push(child);
            }
        }
        return sum;
    }

    // The fields of /proc/ID/stat after the name, which is in brackets and may hold anything: state, parent, … the 22nd of them is the
    // resident pages.
    private static string[] Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // it has ended meanwhile
        }
    }
}
