using Lethe.Experiments.Plans;

namespace Lethe.Cli.Submit;

/// <summary>How far a task of a plan is, and why it is not further.</summary>
/// <param name="Why">For people; null if it is done.</param>
internal sealed record TaskStatus(PlanTask Task, TaskState State, string? Why);
