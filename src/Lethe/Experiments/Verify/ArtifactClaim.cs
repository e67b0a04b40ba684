namespace Lethe.Experiments.Verify;

/// <summary>What an artifact committee can check: a claim, and all it takes.</summary>
/// <param name="Name">Of the experiment, see <see cref="Runs.ExperimentCatalog"/>.</param>
/// <param name="Claim">What its tables show.</param>
/// <param name="Command">That computes them from nothing.</param>
/// <param name="Cost">Of the command, and where it was measured.</param>
/// <param name="Tolerance">Within which a number counts as reproduced, at the profile <c>paper</c>.</param>
/// <param name="Records">The folders of the kit's records, from the root of a checkout.</param>
public sealed record ArtifactClaim(string Name, string Claim, string Command, string Cost, string Tolerance, IReadOnlyList<string> Records);
