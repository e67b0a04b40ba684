using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Drawing;

/// <summary>A cell that was to be computed again, and was not: nothing is said of it.</summary>
/// <param name="Needs">With its trainings, as this machine has been so far; or as long as it had run when it was stopped.</param>
/// <param name="WasStopped">False if it was not begun.</param>
public sealed record Unreached(RunRecord Record, TimeSpan Needs, bool WasStopped);
