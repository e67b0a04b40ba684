using Lethe.Experiments.Records;

namespace Lethe.Experiments.Tables;

/// <summary>
/// The records of one data set and profile, sorted into groups that differ in nothing but the seed. Where a model and method were run with
/// several settings, the group with the most seeds counts, and of equals the latest; means are never taken over different settings.
/// </summary>
internal sealed class RecordGroups
{
    private readonly Dictionary<(string Model, string Method), List<RunRecord>> groups = [];
    private readonly Dictionary<(string Model, string Method), string> failures = [];

    /// <param name="experiment">Whose records count.</param>
    /// <param name="rowOf">What tells the rows of the table apart: the method, if nothing else is said.</param>
    /// <param name="columnOf">What tells its columns apart: the model, if nothing else is said.</param>
    public RecordGroups(
        IEnumerable<RunRecord> records,
        string experiment,
        string dataset,
        string profile,
        Func<Cell, string>? rowOf = null,
        Func<Cell, string>? columnOf = null
    )
    {
        rowOf ??= static cell => cell.Method;
        columnOf ??= static cell => cell.Model;
        var latest = records
            .Where(record => record.Cell.Experiment == experiment && record.Cell.Dataset == dataset && record.Cell.Profile == profile)
            .GroupBy(record => record.Id)
            .Select(same => same.Last())
            .ToList();
        // One forgotten class a table: accuracies of different classes have no common mean.
        var forgotten = latest
            .GroupBy(record => record.Cell.Forgotten)
            .OrderByDescending(same => same.Count())
            .ThenBy(same => same.First().Cell.ForgetClass ?? int.MaxValue)
            .ThenBy(same => same.Key, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.Key;
        foreach (
            var cell in latest
                .Where(record => record.Cell.Forgotten == forgotten)
                .GroupBy(record => (columnOf(record.Cell), rowOf(record.Cell)))
        )
        {
            var variants = cell.Where(record => record.Status == RunStatus.Done)
                .GroupBy(record => (record.Cell with { Seed = 0 }).Id)
                .OrderByDescending(same => same.Count())
                .ThenByDescending(same => same.Max(record => record.Provenance.Started))
                .ToList();
            if (variants.Count > 0)
            {
                groups[cell.Key] = [.. variants[0].OrderBy(record => record.Cell.Seed)];
                LeftOut += variants.Skip(1).Sum(same => same.Count());
            }
            else
            {
                failures[cell.Key] = cell.Last().Error ?? "no reason recorded";
            }
        }
        LeftOut += latest.Count(record => record.Cell.Forgotten != forgotten && record.Status == RunStatus.Done);
    }

    /// <summary>
    /// Of an experiment's finished records those that its tables show, in the order given, for every data set, profile and forgotten class:
    /// of each model and method one group that differs in nothing but the seed.
    /// </summary>
    /// <param name="rowOf">What tells the rows of its tables apart: the method, if nothing else is said.</param>
    public static IReadOnlyList<RunRecord> Shown(IEnumerable<RunRecord> records, string experiment, Func<Cell, string>? rowOf = null)
    {
        var all = records.Where(record => record.Status == RunStatus.Done && record.Cell.Experiment == experiment).ToList();
        var shown = all.GroupBy(static record => (record.Cell.Dataset, record.Cell.Profile, record.Cell.Forgotten))
            .SelectMany(same => new RecordGroups(same, experiment, same.Key.Dataset, same.Key.Profile, rowOf).Used)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. all.Where(shown.Contains)];
    }

    /// <summary>How many finished records are not in the table: other settings, another forgotten class.</summary>
    public int LeftOut { get; }

    public IReadOnlyCollection<RunRecord> Used => [.. groups.Values.SelectMany(group => group)];

    /// <summary>The models and methods that were run or tried.</summary>
    public IEnumerable<(string Model, string Method)> Keys => groups.Keys.Concat(failures.Keys);

    /// <summary>The records, one a seed; empty if there are none.</summary>
    public IReadOnlyList<RunRecord> Of(string model, string method) => groups.GetValueOrDefault((model, method)) ?? [];

    /// <summary>Why there is no number: the failure that was recorded, or that nothing was.</summary>
    /// <param name="otherwise">If there are records.</param>
    public string WhyNot(string model, string method, string otherwise = Comparability.NotInTheRecord) =>
        groups.ContainsKey((model, method)) ? otherwise
        : failures.TryGetValue((model, method), out var error) ? $"failed: {error}"
        : "no record";
}
