namespace Lethe.Experiments.Plans;

/// <summary>A line of a plan: the training of a network (wave 0), or a cell that stands on such (wave 1).</summary>
/// <param name="Id">Of its record.</param>
/// <param name="Wave">Everything of one wave can be done at once, when the wave before is done.</param>
/// <param name="Title">For people.</param>
/// <param name="Needs">The trainings that it stands on, also those that were done when the plan was made.</param>
/// <param name="Seconds">An estimate; null if nothing like it was ever recorded.</param>
/// <param name="Megabytes">Of memory, likewise.</param>
public sealed record PlanTask(string Id, int Wave, string Title, IReadOnlyList<string> Needs, double? Seconds, double? Megabytes)
{
    /// <summary>Of a plan for a given time: what its record adds to the tables, see <see cref="TableWorth"/>; null for a
    /// training.</summary>
    public double? Adds { get; init; }

    /// <summary>Of a plan for a given time: whether it should be done by then; null if no time was given.</summary>
    public bool? Fits { get; init; }
}
