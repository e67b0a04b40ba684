using Lethe.Runtime;

namespace Lethe.Interactive.Runs;

/// <summary>A download in lines: the first, and one for every tenth of the way.</summary>
internal sealed class DownloadLog(TextWriter output) : IProgress<DownloadProgress>
{
    private readonly Dictionary<string, long> tenths = new(StringComparer.Ordinal);

    public void Report(DownloadProgress value)
    {
        lock (tenths)
        {
            if (value.Note is { } note)
            {
                output.WriteLine($"{value.File}: {note}");
            }
            var tenth = value.Total is > 0 and var total ? 10 * value.Done / total : value.Done / 10_000_000;
            if (tenths.TryAdd(value.File, tenth) || tenths[value.File] < tenth)
            {
                tenths[value.File] = tenth;
                output.WriteLine($"{value.File}: {Numbers.Bytes(value.Done)}{(value.Total is { } all ? $" of {Numbers.Bytes(all)}" : "")}");
            }
            output.Flush();
        }
    }
}
