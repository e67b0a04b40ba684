using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>A list of cells and the way to compute one. Disposing it frees data and networks that cells share.</summary>
public interface IExperiment : IDisposable
{
    /// <summary>The cells that the request asks for, in the order to compute them.</summary>
    /// <exception cref="Runtime.LetheException">The request asks for something that is not there.</exception>
    IReadOnlyList<Cell> Plan();

    /// <summary>Computes one cell of <see cref="Plan"/>.</summary>
    /// <exception cref="Runtime.LetheException">It cannot be computed; the other cells can.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what a training has done so far is kept.</exception>
    RunRecord Run(Cell cell, IProgress<ExperimentEvent> progress, CancellationToken cancellation);
}
