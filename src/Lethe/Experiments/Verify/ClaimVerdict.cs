using Lethe.Experiments.Runs;

namespace Lethe.Experiments.Verify;

/// <summary>What a verification says of the records behind one claim.</summary>
/// <param name="Records">Checked.</param>
/// <param name="Recomputed">Of them.</param>
/// <param name="Refuted">Of them.</param>
public sealed record ClaimVerdict(ArtifactClaim Claim, int Records, int Recomputed, int Refuted)
{
    /// <summary>For every claim of which there are records.</summary>
    public static IReadOnlyList<ClaimVerdict> Of(IEnumerable<ArtifactClaim> claims, VerifyReport report) =>
        [
            .. from claim in claims
            let sources = ExperimentCatalog.All.Find(claim.Name)?.Tables.Select(static table => table.Source).ToHashSet() ?? []
            let ids = report.Ids.Where(pair => sources.Contains(pair.Value)).Select(static pair => pair.Key).ToHashSet()
            where ids.Count > 0
            select new ClaimVerdict(
                claim,
                ids.Count,
                report.Cells.Count(cell => ids.Contains(cell.Claimed.Id)),
                report.Refuted.Count(ids.Contains)
            ),
        ];
}
