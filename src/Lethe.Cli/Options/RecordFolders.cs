using Lethe.Experiments.Records;

namespace Lethe.Cli.Options;

/// <summary>The records in a folder and in the folders below it.</summary>
internal static class RecordFolders
{
    /// <summary>What says where they are.</summary>
    public static Option<string> Option() =>
        CommonOptions.Text(
            "--records",
            "A folder that `lethe reproduce` wrote, or a folder of such folders.",
            "DIR",
            Path.Combine("runs", "quick")
        );

    /// <exception cref="LetheException">No such folder, no records in it, or a line that is not one.</exception>
    public static IReadOnlyList<RunRecord> Records(string folder) => [.. Stores(folder).SelectMany(static store => store.Latest())];

    /// <summary>Those that hold records.</summary>
    /// <inheritdoc cref="Records"/>
    public static IReadOnlyList<RecordStore> Stores(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw LetheException.NotFound(
                $"There is no folder {Path.GetFullPath(folder)}. Make records with `lethe reproduce lau`, or name another "
                    + $"folder with --records."
            );
        }
        var stores = Directory
            .EnumerateFiles(folder, "records.jsonl", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateDirectories(folder, "parts", SearchOption.AllDirectories))
            .Select(static file => Path.GetDirectoryName(file)!)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(static one => new RecordStore(one))
            .Where(static store => store.Statuses().Count > 0)
            .ToList();
        return stores.Count > 0
            ? stores
            : throw LetheException.NotFound(
                $"There are no records in {Path.GetFullPath(folder)}. Make some with `lethe reproduce lau`, or name another "
                    + $"folder with --records."
            );
    }
}
