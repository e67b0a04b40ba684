using Lethe.Experiments.Verify.Checks;

namespace Lethe.Experiments.Verify;

/// <summary>The report in words.</summary>
public static class VerifySentences
{
    /// <summary>What was done, what came of it, and what it is worth.</summary>
    public static IEnumerable<string> Of(VerifyReport report)
    {
        var proofs = report.Suspicions.Where(static one => one.IsProof).Select(static one => one.Record.Id).Distinct().Count();
        yield return report.Holds
            ? "Nothing was found that contradicts the records."
            : FormattableString.Invariant($"{Records(report.Refuted.Count)} {(report.Refuted.Count == 1 ? "does" : "do")} not hold.");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Records(report.Records)} were checked against themselves and each other: {proofs} cannot have been written by any run, "
                + $"{report.Open.Count} are unlikely and were not computed again."
        );
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Cells.Count} {(report.Cells.Count == 1 ? "cell" : "cells")} drawn with seed {report.Request.Seed} and computed "
                + $"again, in {report.Seconds:F0} s all in all: {report.Count(CellVerdict.Same)} the same to the last bit, "
                + $"{report.Count(CellVerdict.WithinSpread)} within the spread of machines and seeds, "
                + $"{report.Count(CellVerdict.Differs)} different, {report.Count(CellVerdict.NotTold)} of unknown spread. "
                + $"Times are not judged."
        );
        foreach (var (record, needs, wasStopped) in report.NotReached)
        {
            var why = FormattableString.Invariant($"{(wasStopped ? "was stopped after" : "would need")} {needs.TotalMinutes:F1} min");
            yield return $"Not reached: {CellTitle.Of(record.Cell)}. It {why}, and nothing is said of it.";
        }
        if (report.Able < report.Records)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Records(report.Records - report.Able)} cannot be computed here: their device, data or settings are not at hand."
            );
        }
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"If a twentieth of the records were falsified, anywhere, none of them would have been computed again with a chance of "
                + $"{100 * report.ChanceUnseen:F1} %."
        );
    }

    public static string Word(CellVerdict verdict) =>
        verdict switch
        {
            CellVerdict.Same => "same",
            CellVerdict.WithinSpread => "within spread",
            CellVerdict.NotTold => "not told",
            _ => "differs",
        };

    private static string Records(int count) => FormattableString.Invariant($"{count} {(count == 1 ? "record" : "records")}");
}
