using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>Something to do once: the training of a network, or a cell that stands on such.</summary>
/// <param name="Plan">Whose lab it is done in.</param>
/// <param name="Id">Of its record.</param>
/// <param name="Cell">A training's is that of its record.</param>
/// <param name="Training">Null for a cell.</param>
/// <param name="Job">Null for a training.</param>
public sealed record Work(Plan Plan, string Id, Cell Cell, TrainingJob? Training, Job? Job)
{
    /// <summary>Of a cell, among all that were asked for; from 1.</summary>
    public int Index { get; init; }

    /// <summary>The trainings that it stands on.</summary>
    public IReadOnlyList<Work> Needs { get; init; } = [];

    /// <summary>True if the networks that it stands on are there.</summary>
    public bool IsReady => Needs.All(static need => need.Training!.Network.IsThere);
}
