using Lethe.Experiments.Records;

namespace Lethe.Unlearning.Tuning;

/// <summary>What came of all trials of a method on one network, from their records alone.</summary>
public sealed class TuningOutcome
{
    private const string Prefix = "trial.settings.";
    private readonly Dictionary<int, SortedDictionary<string, string>> settings = [];

    /// <param name="records">Of one data set, network, profile and method.</param>
    public TuningOutcome(IReadOnlyList<RunRecord> records)
    {
        Records = records;
        Cell = records[0].Cell;
        List<TrialOutcome> trials = [];
        foreach (var same in records.GroupBy(static record => Number(record.Cell, "trial.number")).OrderBy(static same => same.Key))
        {
            settings[same.Key] = new(
                same.First()
                    .Cell.Settings.Where(static one => one.Key.StartsWith(Prefix, StringComparison.Ordinal))
                    .ToDictionary(static one => one.Key[Prefix.Length..], static one => one.Value),
                StringComparer.Ordinal
            );
            double Of(string metric, double lost) => Median(same.Select(record => record.Metrics.GetValueOrDefault(metric, lost)));
            trials.Add(new(same.Key, Of("D_f", 100), Of("V_f", 100), Of("V_r", 0), Of("units", 0)));
        }
        Trials = trials;
    }

    /// <summary>Those of a data set and profile, by network and method; failed cells do not count.</summary>
    public static IReadOnlyList<TuningOutcome> Of(IEnumerable<RunRecord> records, string dataset, string profile) =>
        [
            .. records
                .Where(record =>
                    record.Cell.Experiment == TuningPlan.Name
                    && record.Cell.Dataset == dataset
                    && record.Cell.Profile == profile
                    && record.Status == RunStatus.Done
                )
                .GroupBy(static record => record.Id)
                .Select(static same => same.Last())
                .GroupBy(static record => (record.Cell.Model, record.Cell.Method))
                .Select(static same => new TuningOutcome([.. same])),
        ];

    public IReadOnlyList<RunRecord> Records { get; }

    /// <summary>Any of the records'.</summary>
    public Cell Cell { get; }

    /// <summary>By their numbers.</summary>
    public IReadOnlyList<TrialOutcome> Trials { get; }

    /// <summary>True once every one of so many trials has its run on every class and seed.</summary>
    public bool IsWhole(int trials) =>
        Trials.Count == (UnlearningCatalog.All.Find(Cell.Method)?.Space.Knobs.Count > 0 ? trials : 1)
        && Records.Count
            == Trials.Count
                * Records.Select(static record => record.Cell.ForgetClass).Distinct().Count()
                * Records.Select(static record => record.Cell.Seed).Distinct().Count()
        && Records.Select(static record => record.Cell.Seed).Distinct().Count() == new TuningProtocol().Seeds.Count;

    /// <summary>Null if all were killed.</summary>
    public TrialOutcome? Chosen => RuleH.Choose(Trials);

    /// <summary>What was searched, as the trial had it, by name.</summary>
    public SortedDictionary<string, string> SettingsOf(int trial) => settings[trial];

    /// <summary>Of all trials, those that forgot and were not killed, 0 to 1.</summary>
    public double Feasible => Trials.Count(static trial => trial.IsFeasible) / (double)Trials.Count;

    /// <summary>Interquartile range of V_r over the trials, in points: how much depends on the settings.</summary>
    public double Spread => Quantile(0.75) - Quantile(0.25);

    /// <summary>Seconds that the trials took, without the training of their networks.</summary>
    public double Seconds => Records.Sum(static record => record.Seconds.GetValueOrDefault("total"));

    private double Quantile(double share)
    {
        var sorted = Trials.Select(static trial => trial.RetainValidation).Order().ToList();
        var place = share * (sorted.Count - 1);
        var (low, high) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return low + ((place - Math.Floor(place)) * (high - low));
    }

    private static int Number(Cell cell, string setting) => int.Parse(cell.Settings[setting], CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
