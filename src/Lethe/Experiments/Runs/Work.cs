using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>Something to do once: the training of a network, or a cell that stands on such.</summary>
/// <param name="Plan">Whose lab it is done in.</param>
/// <param name="Cell">A training's is that of its record.</param>
/// <param name="Training">Null for a cell.</param>
/// <param name="Job">Null for a training.</param>
public sealed record Work(Plan Plan, Cell Cell, TrainingJob? Training, Job? Job)
{
    /// <summary>The cell's.</summary>
    public string Id { get; } = Cell.Id;

    /// <summary>The trainings that it stands on.</summary>
    public IReadOnlyList<Work> Needs { get; init; } = [];

    /// <summary>True if the networks that it stands on are there.</summary>
    public bool IsReady => Needs.All(static need => need.Training!.Network.IsThere);

    /// <summary>All that plans ask for, each training before the first cell that needs it.</summary>
    public static IEnumerable<Work> Of(IEnumerable<Plan> plans)
    {
        var trainings = new Dictionary<string, Work>(StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            foreach (var job in plan.Jobs)
            {
                var needs = new List<Work>();
                foreach (var training in job.Needs())
                {
                    if (!trainings.TryGetValue(training.Network.Path, out var need))
                    {
                        trainings[training.Network.Path] = need = new(plan, training.Cell, training, null);
                        yield return need;
                    }
                    needs.Add(need);
                }
                yield return new(plan, job.Cell, null, job) { Needs = needs };
            }
        }
    }
}
