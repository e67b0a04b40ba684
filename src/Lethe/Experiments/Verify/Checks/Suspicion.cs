using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>What a check has against a record.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Text">What is wrong, for people.</param>
/// <param name="IsProof">True if no run can have written this; else it is unlikely, and computing the cell again decides.</param>
public sealed record Suspicion(RunRecord Record, string Check, string Text, bool IsProof)
{
    /// <summary>The other of two, of which one is a copy; null where there is none.</summary>
    public RunRecord? Twin { get; init; }
}
