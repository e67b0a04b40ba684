namespace Lethe.Experiments;

/// <summary>When a number may be held against the paper's.</summary>
internal static class Comparability
{
    public const string NotInThePaper = "not in the paper";
    private const double PercentTolerance = 2, ScoreTolerance = 0.02;
    private const double Rounding = 1e-9;

    /// <summary>Whether a number that may be compared agrees with the paper's: within 2 points, 0.02 of a score, and otherwise exactly.</summary>
    public static ResultStatus Judge(double difference, MetricUnit unit) =>
        Math.Abs(difference) <= (unit switch { MetricUnit.Score => ScoreTolerance, MetricUnit.Percent or MetricUnit.Points => PercentTolerance, _ => 0 }) + Rounding ? ResultStatus.Reproduced : ResultStatus.Differs;

    /// <summary>Why the records may not be compared with the paper at all; null if they may.</summary>
    public static string? Obstacle(IReadOnlyCollection<RunRecord> records)
    {
        var reasons = new List<string>();
        var cell = records.First().Cell;
        if (cell.Profile is not ("small" or "paper"))
        {
            reasons.Add($"{cell.Profile} profile");
        }
        if (cell.Dataset.EndsWith("-sample", StringComparison.Ordinal))
        {
            reasons.Add("sample data");
        }
        else if (Labels.PublishedDataset(cell.Dataset) != cell.Dataset || records.Any(record => record.Provenance.IsStandIn))
        {
            reasons.Add("stand-in data");
        }
        return reasons.Count == 0 ? null : string.Join(", ", reasons);
    }

    /// <summary>True if the published number contradicts its own row.</summary>
    public static bool IsMisprint(PublishedTable table, string dataset, string model, string method, string metric) =>
        table.FlagsOf(dataset, model, method, metric).Any(flag => flag.Kind == PublishedFlag.Misprint);
}
