using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Checks;
using Lethe.Experiments.Verify.Drawing;

namespace Lethe.Experiments.Verify;

/// <summary>What <see cref="Verification"/> found.</summary>
public sealed record VerifyReport
{
    /// <summary>The share of falsified records that <see cref="ChanceUnseen"/> is about.</summary>
    public const double Share = 0.05;

    public required VerifyRequest Request { get; init; }

    /// <summary>The records that were checked, each with its experiment.</summary>
    public required IReadOnlyDictionary<string, string> Ids { get; init; }

    /// <summary>How many were checked.</summary>
    public int Records => Ids.Count;

    /// <summary>Of how many the cell can be computed here: device, data and settings are known.</summary>
    public required int Able { get; init; }

    /// <summary>Stopped because they took too long, and unlikely ones that did not fit.</summary>
    public required IReadOnlyList<Unreached> NotReached { get; init; }

    public required IReadOnlyList<Suspicion> Suspicions { get; init; }

    public required IReadOnlyList<CellComparison> Cells { get; init; }

    /// <summary>That all this took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Records that no run can have written, and recomputed cells that differ.</summary>
    public IReadOnlyList<string> Refuted =>
        [
            .. Suspicions
                .Where(static one => one.IsProof)
                .Select(static one => one.Record.Id)
                .Concat(Cells.Where(static cell => cell.Verdict == CellVerdict.Differs).Select(static cell => cell.Claimed.Id))
                .Distinct(),
        ];

    /// <summary>Records that a check suspects and that were not computed again: nothing is decided about them.</summary>
    public IReadOnlyList<string> Open =>
        [.. Suspicions.Select(static one => one.Record.Id).Distinct().Except(Refuted).Except(Cells.Select(static cell => cell.Claimed.Id))];

    public bool Holds => Refuted.Count == 0;

    /// <summary>If a twentieth of the records were falsified, anywhere: the chance that none was computed again.</summary>
    public double ChanceUnseen => Unseen.Chance(Records, Cells.Count(static cell => cell.Verdict != CellVerdict.NotTold), Share);

    public int Count(CellVerdict verdict) => Cells.Count(cell => cell.Verdict == verdict);
}
