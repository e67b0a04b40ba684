using Lethe.Experiments.Published;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Tables;

/// <summary>When a number may be held against the paper's, and what it then comes to: one rule for every table.</summary>
internal static class Comparability
{
    public const string NotInThePaper = "not in the paper";

    /// <summary>The rule, for the notes of a table.</summary>
    public const string Rule = "Compared with the paper are numbers of the paper profile on the paper's data alone. Reproduced: the 95 % interval over seeds lies within 2 points "
        + "(0.02 of a score, a factor of 2 of a ratio) of the published number. Differs: it lies outside. Undecided: it does both, or there is a single seed.";

    private const double PercentTolerance = 2, ScoreTolerance = 0.02, RatioFactor = 2;
    private const double Rounding = 1e-9;

    /// <summary>The cell with its difference from the paper's number and what that comes to.</summary>
    /// <param name="cell">With a published number.</param>
    /// <param name="difference">Ours less published, or of changes; over the seeds that have both sides.</param>
    public static ResultCell Compare(ResultCell cell, Measurement difference, MetricUnit unit) => unit switch
    {
        // Counts have no spread: they are equal, or they are not.
        MetricUnit.Samples => Judged(cell, difference, (difference.Mean, difference.Mean), 0, 0),
        MetricUnit.Times => Judged(cell, difference, cell.Ours!.Range, cell.Published!.Value.Value / RatioFactor, cell.Published.Value.Value * RatioFactor),
        MetricUnit.Score => Judged(cell, difference, difference.Range, -ScoreTolerance, ScoreTolerance),
        _ => Judged(cell, difference, difference.Range, -PercentTolerance, PercentTolerance),
    };

    /// <summary>Why the records may not be compared with the paper at all; null if they may.</summary>
    public static string? Obstacle(IReadOnlyCollection<RunRecord> records)
    {
        var reasons = new List<string>();
        var cell = records.First().Cell;
        if (cell.Profile is not "paper")
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

    private static ResultCell Judged(ResultCell cell, Measurement difference, (double Low, double High)? range, double least, double most)
    {
        var (status, reason) = range switch
        {
            null => (ResultStatus.Undecided, "one seed"),
            { } at when at.Low >= least - Rounding && at.High <= most + Rounding => (ResultStatus.Reproduced, null),
            { } at when at.High < least || at.Low > most => (ResultStatus.Differs, null),
            _ => (ResultStatus.Undecided, (string?)"spread over seeds"),
        };
        return cell with { Difference = difference.Mean, Status = status, Reason = reason };
    }
}
