using Lethe.Experiments.Records;
using Lethe.Runtime;

namespace Lethe.Experiments.Runs;

/// <summary>
/// Computes the cells that have no record yet. Killed at any time, it loses at most the running cell (its trainings go on at their last
/// whole epoch); started twice on one folder, the two share the work.
/// </summary>
public sealed class ExperimentRunner(ExperimentRequest request) : IDisposable
{
    private readonly IReadOnlyList<IExperiment> experiments = ExperimentCatalog.Create(request);

    private readonly HashSet<IExperiment> released = [];

    public IProgress<ExperimentEvent>? Progress { get; init; }

    public RecordStore Records { get; } = new(request.Out);

    /// <exception cref="LetheException">The request asks for something that is not there.</exception>
    public IReadOnlyList<Cell> Plan() => [.. experiments.SelectMany(static experiment => experiment.Plan())];

    /// <summary>To be called once.</summary>
    /// <returns>The records computed now; a cell that failed has one too.</returns>
    /// <exception cref="LetheException">The request makes no sense, or the folder cannot be written; found out before anything is computed.</exception>
    public IReadOnlyList<RunRecord> Run(CancellationToken cancellation = default)
    {
        var work = experiments.SelectMany(experiment => experiment.Plan().Select(cell => (Experiment: experiment, Cell: cell))).ToList();
        LetheHome.Ensure(Records.Folder);
        var progress = new Relay(Progress);
        var computed = new List<RunRecord>();
        foreach (var (index, (experiment, cell)) in work.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            if (index > 0 && work[index - 1].Experiment is var before && before != experiment)
            {
                Release(before); // those of the next need the room of its networks
            }
            using var claim = Records.TryClaim(cell.Id);
            if (claim is null)
            {
                progress.Report(new CellSkipped(cell, "another process is computing it"));
            }
            else if (!request.Force && Records.Find(cell.Id) is { Status: RunStatus.Done })
            {
                progress.Report(new CellSkipped(cell, "has a record"));
            }
            else
            {
                progress.Report(new CellStarted(cell, index + 1, work.Count));
                var record = experiment.Run(cell, progress, cancellation);
                Records.Append(record);
                computed.Add(record);
                progress.Report(new CellFinished(record));
            }
        }
        return computed;
    }

    public void Dispose()
    {
        foreach (var experiment in experiments)
        {
            Release(experiment);
        }
    }

    private void Release(IExperiment experiment)
    {
        if (released.Add(experiment))
        {
            experiment.Dispose();
        }
    }

    // Progress<T> would post to a thread pool: events would come late and out of order.
    private sealed class Relay(IProgress<ExperimentEvent>? target) : IProgress<ExperimentEvent>
    {
        public void Report(ExperimentEvent value) => target?.Report(value);
    }
}
