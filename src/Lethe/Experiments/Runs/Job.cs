using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>A cell and the way to compute it.</summary>
/// <param name="Cell">Everything that decides the result.</param>
/// <param name="Run"> Computes it. Throws a <see cref="Runtime.LetheException"/> if it cannot be computed (the other cells can), and an
/// <see cref="OperationCanceledException"/> if it is cancelled; what a training has done so far is kept. </param>
public sealed record Job(Cell Cell, Func<CellContext, CellResult> Run);
