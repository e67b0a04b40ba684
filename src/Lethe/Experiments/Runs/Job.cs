using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>A cell and the way to compute it.</summary>
/// <param name="Cell">Everything that decides the result.</param>
/// <param name="Run">Computes it. Throws a <see cref="Runtime.LetheException"/> if it cannot be computed: the other cells are, if that is a
/// result (<see cref="Lab.IsResult"/>). Throws an <see cref="OperationCanceledException"/> if it is cancelled; what a training has done so
/// far is kept.</param>
public sealed record Job(Cell Cell, Func<CellContext, CellResult> Run)
{
    /// <summary>The networks that it asks the cache for: the trainings to do first. One that is watched while it is trained is part of the
    /// cell.</summary>
    public Func<IEnumerable<TrainingJob>> Needs { get; init; } = static () => [];
}
