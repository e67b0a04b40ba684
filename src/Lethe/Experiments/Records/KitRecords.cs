using Lethe.Runtime;

namespace Lethe.Experiments.Records;

/// <summary>The records that come with the kit: <c>results/PROFILE</c> of its checkout, computed on the hardware that they name.</summary>
public static class KitRecords
{
    /// <param name="profile"><c>quick</c> or <c>small</c>.</param>
    /// <param name="from">Where to begin; the current folder if not said, then the kit's own.</param>
    /// <exception cref="LetheException">There is no such folder here or above (<see cref="ExitCode.NotFound"/>).</exception>
    public static RecordStore Open(string profile, string? from = null)
    {
        foreach (var start in from is null ? [Environment.CurrentDirectory, AppContext.BaseDirectory] : new[] { from })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var store = new RecordStore(Path.Combine(folder.FullName, "results", profile));
                if (File.Exists(store.RecordsFile))
                {
                    return store;
                }
            }
        }
        throw new LetheException(
            ExitCode.NotFound,
            $"There are no records of the kit in results/{profile} here or above. Open the notebook within a checkout of the kit."
        );
    }
}
