using Lethe.Experiments.Verify;

namespace Lethe.Cli.Lists;

/// <summary>What can be checked of each experiment, and what that takes: <c>reproducing/claims.json</c>.</summary>
internal static class ClaimList
{
    public static IReadOnlyList<string> Columns { get; } = ["Claim", "Command", "Cost", "Tolerance at paper", "Records of the kit"];

    public static IEnumerable<(string Name, string[] Row)> Entries()
    {
        var records = TableList.Entries().ToDictionary(static one => one.Name, static one => one.Row[^1]);
        return ArtifactClaims
            .Read()
            .Select(one =>
                (one.Name, (string[])[one.Claim, one.Command, one.Cost, one.Tolerance, records.GetValueOrDefault(one.Name, "none")])
            );
    }
}
