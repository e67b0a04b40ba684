namespace Lethe.Detection.Sok;

/// <summary>What is not certain in a row of the table, because its printed text came down damaged or contradicts the detector's own
/// paper.</summary>
/// <param name="Fields">Which columns: technique, venue, year, name, reference, retested, score.</param>
/// <param name="Note">What is printed, and why the row reads as it does.</param>
public sealed record SokDamage(IReadOnlyList<string> Fields, string Note);
