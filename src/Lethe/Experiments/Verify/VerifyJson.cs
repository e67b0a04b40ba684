using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Checks;
using Lethe.Experiments.Verify.Drawing;

namespace Lethe.Experiments.Verify;

/// <summary>The report for programs, and to be attached to a review: every number claimed and recomputed.</summary>
public static class VerifyJson
{
    public static string Of(VerifyReport report) =>
        JsonSerializer.Serialize(
            new
            {
                Verify = 1,
                Verdict = report.Holds ? "nothing differs" : "differs",
                Made = DateTimeOffset.UtcNow,
                report.Request.Seed,
                report.Request.Time.TotalMinutes,
                report.Request.Tables,
                Machine = report.Cells.Select(static cell => cell.Recomputed.Provenance).FirstOrDefault() is { } here
                    ? Machine(here)
                    : null,
                report.Records,
                report.Able,
                Drawn = report.Cells.Count + report.NotReached.Count(static one => one.WasStopped),
                NotReached = report.NotReached.Select(Cell),
                Recomputed = report.Cells.Count,
                Same = report.Count(CellVerdict.Same),
                WithinSpread = report.Count(CellVerdict.WithinSpread),
                NotTold = report.Count(CellVerdict.NotTold),
                Differs = report.Count(CellVerdict.Differs),
                report.Seconds,
                Falsified = VerifyReport.Share,
                report.ChanceUnseen,
                report.Refuted,
                report.Open,
                Claims = ClaimVerdict
                    .Of(ArtifactClaims.Read(), report)
                    .Select(static one => new
                    {
                        one.Claim.Name,
                        one.Claim.Claim,
                        one.Claim.Command,
                        one.Claim.Cost,
                        one.Claim.Tolerance,
                        one.Records,
                        one.Recomputed,
                        one.Refuted,
                    }),
                Suspicions = report.Suspicions.Select(static one => new
                {
                    one.Record.Id,
                    Cell = CellTitle.Of(one.Record.Cell),
                    one.Check,
                    one.Text,
                    one.IsProof,
                }),
                Cells = report.Cells.Select(Cell),
            },
            RecordJson.Indented
        );

    private static object Cell(Unreached one) =>
        new
        {
            one.Record.Id,
            Cell = CellTitle.Of(one.Record.Cell),
            one.Needs.TotalMinutes,
            one.WasStopped,
        };

    private static object Cell(CellComparison cell) =>
        new
        {
            cell.Claimed.Id,
            Cell = CellTitle.Of(cell.Claimed.Cell),
            cell.Verdict,
            cell.Why,
            Claimed = Machine(cell.Claimed.Provenance),
            Recomputed = Machine(cell.Recomputed.Provenance),
            cell.Metrics,
        };

    private static object Machine(Provenance one) =>
        new
        {
            one.Hardware,
            one.Processor,
            one.Device,
            one.Threads,
            one.Precision,
            one.Commit,
            one.Dirty,
            one.LetheVersion,
            one.LibTorch,
            one.Started,
        };
}
