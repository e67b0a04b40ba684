using Lethe.Experiments.Runs;

namespace Lethe.Experiments.Plans;

/// <summary>The first line of a plan.</summary>
public sealed record PlanHeader
{
    public int Plan { get; init; } = 1;

    public DateTimeOffset Made { get; init; }

    public required string Commit { get; init; }

    public required string Version { get; init; }

    public required string Hardware { get; init; }

    public required ExperimentRequest Request { get; init; }

    public int Unknown { get; init; }
}
