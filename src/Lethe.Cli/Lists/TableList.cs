using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Lists;

/// <summary>The experiments: the command that runs each, what its tables show, and which records of them come with the kit.</summary>
internal static class TableList
{
    public static IEnumerable<(string Name, string[] Row)> Entries()
    {
        IReadOnlyList<RunRecord>? kit = KitRecords.InCheckout("results") is { } folder ? RecordFolders.Records(folder) : null;
        return ExperimentCatalog.All.Select(one =>
            (
                one.Name,
                (string[])
                    [$"lethe reproduce {one.Name}", string.Join("; ", one.Tables.Select(static table => table.Title)), Records(one, kit)]
            )
        );
    }

    // What its tables say of their origin, so that no record counts that they would not show.
    private static string Records(ExperimentEntry one, IReadOnlyList<RunRecord>? kit)
    {
        if (kit is null)
        {
            return "not told: the kit's records are not here";
        }
        var profiles = ExperimentCatalog
            .Show(kit, [one.Name])
            .Where(static table => table.Origin.Seeds.Count > 0)
            .GroupBy(static table => table.Profile)
            .Select(static same => (Profile: same.Key, Seeds: same.Max(static table => table.Origin.Seeds.Count)))
            .OrderBy(same => Profile.All.Index().First(one => one.Item.Name == same.Profile).Index);
        return string.Join(
            ", ",
            profiles
                .Select(static same => Invariant($"{same.Profile} ({same.Seeds} {(same.Seeds == 1 ? "seed" : "seeds")})"))
                .DefaultIfEmpty("none")
        );
    }
}
