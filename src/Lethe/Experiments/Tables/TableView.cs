namespace Lethe.Experiments;

/// <summary>
/// Tables from records: pure functions, nothing is computed or read here. Pass the records of one plan, for example
/// <see cref="RecordStore.Latest"/> less the cells that were not asked for.
/// </summary>
public static class TableView
{
    /// <summary>Both tables of the LAU paper for every data set and profile that <paramref name="records"/> holds, in the order of the paper.</summary>
    /// <param name="records">Of one forgotten class; where there are several, the class with most records is shown.</param>
    /// <param name="models">The models to show; null for the paper's four.</param>
    public static IReadOnlyList<ResultTable> Lau(IReadOnlyCollection<RunRecord> records, IReadOnlyList<string>? models = null)
    {
        var profiles = records.Select(record => record.Cell.Profile).Distinct().OrderBy(Rank).ThenBy(name => name, StringComparer.Ordinal).ToList();
        return [..
            from profile in profiles
            from dataset in Labels.InOrder(Labels.Datasets, records.Where(record => record.Cell.Profile == profile).Select(record => record.Cell.Dataset))
            from table in (ResultTable[])[Utility(records, dataset, profile, models), Efficiency(records, dataset, profile, models)]
            select table];
    }

    /// <summary>Accuracies, US and gap to Retrain: rows are methods; column groups are models.</summary>
    public static ResultTable Utility(IReadOnlyCollection<RunRecord> records, string dataset, string profile, IReadOnlyList<string>? models = null) =>
        new UtilityTable(new(records, dataset, profile), dataset, profile).Build(models);

    /// <summary>Samples read, seconds and ratio to Retrain: rows are methods; column groups are models.</summary>
    public static ResultTable Efficiency(IReadOnlyCollection<RunRecord> records, string dataset, string profile, IReadOnlyList<string>? models = null) =>
        new EfficiencyTable(new(records, dataset, profile), dataset, profile).Build(models);

    internal static IReadOnlyList<string> Models(RecordGroups groups, IReadOnlyList<string>? asked) =>
        asked ?? [.. Labels.InOrder(Labels.Models, [.. Labels.Models, .. groups.Keys.Select(key => key.Model)])];

    internal static IEnumerable<string> Methods(RecordGroups groups) =>
        Labels.InOrder(Labels.Methods, [.. Labels.PaperMethods, .. groups.Keys.Select(key => key.Method)]);

    internal static IEnumerable<string> LeftOut(RecordGroups groups) => groups.LeftOut == 0
        ? []
        : [$"{groups.LeftOut} more records, with other settings or another forgotten class, are not in this table."];

    private static int Rank(string profile) => Array.IndexOf(["paper", "small", "quick", "smoke"], profile) is >= 0 and var rank ? rank : int.MaxValue;
}
