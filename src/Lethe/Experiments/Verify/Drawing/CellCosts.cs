using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Drawing;

/// <summary>
/// What cells cost to compute again, from what their records say: the time until the next record of the same run began, and the trainings
/// that they share with others, each paid once.
/// </summary>
internal sealed class CellCosts
{
    private const double Unknown = 30; // seconds, of a cell that says nothing
    private const double Training = 1; // second: what took less trained no network
    private static readonly TimeSpan LongestCell = TimeSpan.FromMinutes(30); // between two records; more is a pause

    private readonly Dictionary<RunRecord, double> own = new(ByReference.Instance);
    private readonly Dictionary<RunRecord, IReadOnlyList<RunRecord>> bases = new(ByReference.Instance);
    private readonly Dictionary<RunRecord, IReadOnlyList<(string Key, double Seconds)>> trainings = new(ByReference.Instance);
    private readonly Dictionary<double, int> totals;

    /// <param name="records">In the order in which they were written.</param>
    /// <param name="needs">The trainings that a record's cell needs; null where only the records can say.</param>
    public CellCosts(IReadOnlyList<RunRecord> records, Func<RunRecord, IReadOnlyList<TrainingJob>?>? needs = null)
    {
        totals = records.Select(Total).Where(static total => total > 0).CountBy(static total => total).ToDictionary();
        // A network that others start from is a cell too: the one whose settings name no method.
        var networks = records.Where(static record => !IsMethod(record)).ToLookup(static record => NetworkOf(record.Cell));
        foreach (var (place, record) in records.Index())
        {
            bases[record] = [.. networks[NetworkOf(record.Cell)].Where(other => !ReferenceEquals(other, record) && IsMethod(record))];
            own[record] = Own(record, place + 1 < records.Count ? records[place + 1] : null);
        }
        foreach (var record in records)
        {
            trainings[record] = [.. bases[record].Append(record).Where(IsTraining).Select(static one => (Key(Total(one)), Total(one)))];
        }
        Learn([.. from record in records let needed = needs?.Invoke(record) where needed is not null select (record, needed)]);
    }

    /// <summary>Records of the networks that a cell starts from and is compared with: to be computed before it.</summary>
    public IReadOnlyList<RunRecord> Bases(RunRecord record) => bases[record];

    /// <summary>Seconds of the cell alone, its trainings left out.</summary>
    public double Own(RunRecord record) => own[record];

    /// <summary>The trainings that it needs, by what they are known by, and their seconds.</summary>
    public IEnumerable<(string Key, double Seconds)> Trainings(RunRecord record) => trainings[record];

    // What a training took is said by the record that it is named after, else by the one that needs the fewest others besides.
    private void Learn(IReadOnlyList<(RunRecord Record, IReadOnlyList<TrainingJob> Needs)> known)
    {
        var told = known
            .SelectMany(static one => one.Needs.Select(need => (Need: need, one.Record, one.Needs.Count)))
            .GroupBy(static one => one.Need.Cell.Id)
            .ToDictionary(
                static same => same.Key,
                static same =>
                    same.OrderBy(static one => IsNamedAfter(one.Need, one.Record) ? 0 : 1).ThenBy(static one => one.Count).First()
            );
        var shares = told.Values.CountBy(static one => one.Record.Id).ToDictionary();
        foreach (var (record, needed) in known)
        {
            var own = needed.Select(static need => need.Cell.Id).Distinct().ToList();
            trainings[record] = [.. own.Select(id => (id, Seconds(told[id].Need, told[id].Record)))];
            bases[record] =
            [
                .. own.Select(id => told[id])
                    .Where(one => !ReferenceEquals(one.Record, record) && IsNamedAfter(one.Need, one.Record))
                    .Select(static one => one.Record)
                    .DistinctBy(static other => other.Id),
            ];
        }

        double Seconds(TrainingJob training, RunRecord record) =>
            IsNamedAfter(training, record) || IsTraining(record) ? Total(record) / shares[record.Id] : Unknown;
    }

    private static bool IsNamedAfter(TrainingJob training, RunRecord record) =>
        training.Network.Name.Contains(record.Cell.Method, StringComparison.Ordinal);

    private double Own(RunRecord record, RunRecord? next)
    {
        if (record.Cost is { } cost)
        {
            return cost.Seconds;
        }
        var total = Total(record);
        var until = next?.Provenance.Started - record.Provenance.Started;
        var isOneRun = next?.Provenance.Commit == record.Provenance.Commit && next.Provenance.Hardware == record.Provenance.Hardware;
        if (!isOneRun || until is not { } span || span <= TimeSpan.Zero || span > LongestCell)
        {
            return IsTraining(record) ? Unknown / 10 : Math.Max(total, Unknown / 10);
        }
        return IsTraining(record) && span.TotalSeconds > total ? span.TotalSeconds - total : span.TotalSeconds;
    }

    // The same seconds to the last digit in two records are those of one training.
    private bool IsTraining(RunRecord record) => totals.GetValueOrDefault(Total(record)) > 1 || !IsMethod(record);

    private static string Key(double total) => total.ToString("R", CultureInfo.InvariantCulture);

    private static double Total(RunRecord record) => record.Seconds.GetValueOrDefault("total");

    // A method without settings (logit masking) names none, and trains nothing.
    private static bool IsMethod(RunRecord record) => Total(record) < Training || record.Cell.Settings.Keys.Any(IsOfMethod);

    private static bool IsOfMethod(string setting) => setting.StartsWith("method", StringComparison.Ordinal);

    private static string NetworkOf(Cell cell) =>
        FormattableString.Invariant($"{cell.Dataset} {cell.Model} {cell.Profile} {cell.Forgotten} {cell.Seed}");
}
