using Lethe.Data;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Tables;

/// <summary>When a number may be held against the paper's, and what it then comes to: one rule for every table.</summary>
public static class Comparability
{
    public const string NotInThePaper = "not in the paper",
        ReferenceItself = "the reference itself",
        NotInTheRecord = "not in the record";

    /// <summary>The rule, for the notes of a table.</summary>
    public const string Rule =
        "Only numbers of the paper profile, on the paper's data, are compared with the paper. Reproduced: the 95 % interval "
        + "over seeds lies within 2 points "
        + "(0.02 for a score, a factor of 2 for a ratio) of the published number. Differs: it lies outside. Undecided: partly "
        + "inside and partly outside, or a single seed.";

    private const double Rounding = 1e-9;

    /// <summary>A cell of a table.</summary>
    /// <param name="column">Knows what its numbers are counted in, so how near is near.</param>
    /// <param name="records">That <paramref name="ours"/> was computed from.</param>
    /// <param name="whyEmpty">Told where there is no number.</param>
    /// <param name="obstacle">Why it must not be compared with the paper's, see <see cref="Obstacle"/>; null if it may,
    /// unless that is a misprint.</param>
    /// <param name="difference">Of changes, for a column that compares those, over the seeds that have both sides; if not said, ours less
    /// the paper's.</param>
    public static ResultCell Cell(
        ResultColumn column,
        IReadOnlyList<RunRecord> records,
        Measurement? ours,
        string whyEmpty,
        PrintedNumber printed = default,
        string? obstacle = null,
        Func<PublishedValue, Measurement?>? difference = null
    )
    {
        var cell = new ResultCell
        {
            Records = [.. records.Select(static record => record.Id)],
            Ours = ours,
            Published = printed.Value,
            Footnotes = [.. printed.Flags?.Select(static flag => $"† {flag.Note}") ?? []],
        };
        var why = obstacle ?? printed.Obstacle;
        return (ours, printed.Value) switch
        {
            (null, _) => cell with { Status = ResultStatus.NotRun, Reason = whyEmpty },
            (_, null) => cell with { Status = ResultStatus.NotComparable, Reason = NotInThePaper },
            _ when why is not null => cell with { Status = ResultStatus.NotComparable, Reason = why },
            ({ } own, { } paper) => (difference is null ? own.Less(paper.Value) : difference(paper)) is { } less
                ? Judged(cell, less, column.Unit)
                : cell with
                {
                    Status = ResultStatus.NotComparable,
                    Reason = "no Original record",
                },
        };
    }

    /// <summary>Why the records may not be compared with the paper at all; null if they may.</summary>
    public static string? Obstacle(IReadOnlyCollection<RunRecord> records)
    {
        if (records.Count == 0)
        {
            return null;
        }
        var reasons = new List<string>();
        var cell = records.First().Cell;
        if (cell.Profile != Runtime.Profile.Paper.Name)
        {
            reasons.Add($"{cell.Profile} profile");
        }
        if (cell.Dataset.EndsWith("-sample", StringComparison.Ordinal))
        {
            reasons.Add("sample data");
        }
        else if (
            DatasetCatalog.All.PublishedName(cell.Dataset) != cell.Dataset
            || records.Any(static record => record.Provenance.IsStandIn)
        )
        {
            reasons.Add("stand-in data");
        }
        return reasons.Count == 0 ? null : string.Join(", ", reasons);
    }

    private static ResultCell Judged(ResultCell cell, Measurement difference, MetricUnit unit)
    {
        // Ratios are compared as such; all else by its distance.
        var (range, least, most) =
            unit.IsRatio ? (cell.Ours!.Range, cell.Published!.Value.Value / unit.Tolerance, cell.Published.Value.Value * unit.Tolerance)
            : unit.IsCount ? ((difference.Mean, difference.Mean), 0, 0) // no spread: they are equal, or they are not
            : (difference.Range, -unit.Tolerance, unit.Tolerance);
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
