using Lethe.Data;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Tables;

/// <summary>Tables from records.</summary>
internal static class ResultTables
{
    /// <summary>The tables that have records, one for every data set and profile, the largest profile first.</summary>
    public static IReadOnlyList<ResultTable> Of(
        IReadOnlyCollection<RunRecord> records,
        IReadOnlyList<Table> tables,
        IReadOnlyList<string>? models
    ) =>
        [
            .. from profile in records
                .Select(static record => record.Cell.Profile)
                .Distinct()
                .OrderBy(Rank)
                .ThenBy(static name => name, StringComparer.Ordinal)
                .ToList()
            from dataset in DatasetCatalog.All.InOrder(
                records.Where(record => record.Cell.Profile == profile).Select(static record => record.Cell.Dataset)
            )
            from table in tables
            where
                records.Any(record =>
                    record.Cell.Experiment == table.Source && record.Cell.Profile == profile && record.Cell.Dataset == dataset
                )
            select table.Build(new(records, dataset, profile, models)),
        ];

    private static int Rank(string profile) =>
        Profile.All.Reverse().Select(static one => one.Name).ToList().IndexOf(profile) is >= 0 and var rank ? rank : int.MaxValue;
}
