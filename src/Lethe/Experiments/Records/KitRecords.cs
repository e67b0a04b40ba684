namespace Lethe.Experiments.Records;

/// <summary>The records that come with the kit: <c>results/PROFILE</c> of its checkout, of a workshop, or beside an installed <c>lethe</c>,
/// computed on the hardware that they name.</summary>
public static class KitRecords
{
    /// <param name="profile"><c>quick</c> or <c>small</c>, or another folder of <c>results</c>.</param>
    /// <param name="from">Where to begin; the current folder if not said, then the kit's own.</param>
    /// <exception cref="LetheException">There is no such folder here or above (<see cref="ExitCode.NotFound"/>).</exception>
    public static RecordStore Open(string profile, string? from = null) =>
        InCheckout(Path.Combine("results", profile, RecordStore.FileName), from) is { } file
            ? new(Path.GetDirectoryName(file)!)
            : throw LetheException.NotFound(
                $"There are no records of the kit in results/{profile} here or above. Open the notebook within a checkout "
                    + "of the kit, or in a folder that `lethe new workshop` made."
            );

    /// <summary>A file or folder that comes with the kit, in full; null if it is not there.</summary>
    /// <param name="path">From the root of a checkout.</param>
    /// <param name="from">As for <see cref="Open"/>.</param>
    public static string? InCheckout(string path, string? from = null) =>
        (from is null ? [Environment.CurrentDirectory, AppContext.BaseDirectory] : new[] { from })
            .SelectMany(Upwards)
            .Select(folder => Path.Combine(folder, path))
            .FirstOrDefault(Path.Exists);

    private static IEnumerable<string> Upwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
