namespace Lethe.Experiments.Plans;

/// <summary>One thing to compute.</summary>
public sealed record PlanTask(string Id, int Wave, string Title, IReadOnlyList<string> Needs, double? Seconds, double? Megabytes);
