using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Unlearning;

namespace Lethe.Experiments.Tables;

/// <summary>
/// Tables from records: pure functions, nothing is computed or read here. Pass the records of one plan, for example
/// <see cref="RecordStore.Latest"/> less the cells that were not asked for.
/// </summary>
public static class TableView
{
    /// <summary>The tables of these names, for every data set and profile that <paramref name="records"/> holds, in the order of the paper.</summary>
    /// <param name="records">Of one forgotten class; where there are several, the class with most records is shown.</param>
    /// <param name="names">Names of <see cref="ExperimentCatalog.Names"/>.</param>
    /// <param name="models">The models to show; null for the table's own.</param>
    /// <exception cref="Runtime.LetheException">No such name.</exception>
    public static IReadOnlyList<ResultTable> Of(IReadOnlyCollection<RunRecord> records, IReadOnlyList<string> names, IReadOnlyList<string>? models = null)
    {
        var tables = ExperimentCatalog.Find(names);
        var profiles = records.Select(record => record.Cell.Profile).Distinct().OrderBy(Rank).ThenBy(name => name, StringComparer.Ordinal).ToList();
        return [..
            from profile in profiles
            from dataset in Labels.InOrder(Labels.Datasets, records.Where(record => record.Cell.Profile == profile).Select(record => record.Cell.Dataset))
            from table in tables
            where records.Any(record => record.Cell.Experiment == table.Experiment && record.Cell.Profile == profile && record.Cell.Dataset == dataset)
            select table.Build(records, dataset, profile, models)];
    }

    /// <summary>Both main tables of the LAU paper.</summary>
    public static IReadOnlyList<ResultTable> Lau(IReadOnlyCollection<RunRecord> records, IReadOnlyList<string>? models = null) => Of(records, ["lau"], models);

    /// <summary>Accuracies, US and gap to Retrain: rows are methods; column groups are models.</summary>
    public static ResultTable Utility(IReadOnlyCollection<RunRecord> records, string dataset, string profile, IReadOnlyList<string>? models = null) =>
        new UtilityTable(new(records, "lau", dataset, profile), dataset, profile).Build(models);

    /// <summary>Samples read, seconds and ratio to Retrain: rows are methods; column groups are models.</summary>
    public static ResultTable Efficiency(IReadOnlyCollection<RunRecord> records, string dataset, string profile, IReadOnlyList<string>? models = null) =>
        new EfficiencyTable(new(records, "lau", dataset, profile), dataset, profile).Build(models);

    /// <summary>An ablation of LAU: rows are variants; column groups are models.</summary>
    public static ResultTable OfAblation(Ablation ablation, IReadOnlyCollection<RunRecord> records, string dataset, string profile, IReadOnlyList<string>? models = null) =>
        new AblationTable(ablation, new(records, ablation.Name, dataset, profile, static cell => cell.Settings["variant"]), dataset, profile).Build(models);

    internal static IReadOnlyList<string> Models(RecordGroups groups, IReadOnlyList<string>? asked) =>
        asked ?? [.. Labels.InOrder(Labels.Models, [.. Labels.Models, .. groups.Keys.Select(key => key.Model)])];

    internal static IEnumerable<string> Methods(RecordGroups groups) =>
        Labels.InOrder(Labels.Methods, [.. Labels.PaperMethods, .. groups.Keys.Select(key => key.Method)]);

    internal static IEnumerable<string> LeftOut(RecordGroups groups) => groups.LeftOut == 0
        ? []
        : [$"{groups.LeftOut} more records, with other settings or another forgotten class, are not in this table."];

    // The main experiment runs each method as the catalogue has it: other settings are those of an earlier version of the kit.
    internal static IEnumerable<string> OutOfDate(RecordGroups groups) =>
        groups.Used.Select(static record => record.Cell).Where(IsOutOfDate).Select(static cell => $"{Labels.Of(cell.Method)} on {Labels.Of(cell.Model)}").Distinct().ToList() is { Count: > 0 } old
            ? [$"{string.Join(", ", old)}: computed by an earlier version of the method, whose settings were others. Run it again to compare it with the rest."]
            : [];

    private static bool IsOutOfDate(Cell cell)
    {
        var own = cell.Settings.Where(static setting => setting.Key.StartsWith("method.", StringComparison.Ordinal)).Select(static setting => KeyValuePair.Create(setting.Key["method.".Length..], setting.Value)).ToList();
        return own.Count > 0 && !own.SequenceEqual(UnlearningCatalog.Describe(UnlearningCatalog.Create(cell.Method, cell.Profile)));
    }

    private static int Rank(string profile) => Array.IndexOf(["paper", "small", "quick", "smoke"], profile) is >= 0 and var rank ? rank : int.MaxValue;
}
