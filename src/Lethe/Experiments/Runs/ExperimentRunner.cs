using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>
/// Computes the cells that have no record yet. Killed at any time, it loses at most the running cell (its trainings go on at their last
/// whole epoch); started twice on one folder, the two share the work.
/// </summary>
public sealed class ExperimentRunner(ExperimentRequest request) : IDisposable
{
    private readonly IReadOnlyList<Plan> plans = ExperimentCatalog.Open(request);

    private readonly HashSet<Plan> released = new(ReferenceEqualityComparer.Instance);

    public IProgress<ExperimentEvent>? Progress { get; init; }

    public RecordStore Records { get; } = new(request.Out);

    /// <exception cref="LetheException">The request asks for something that is not there.</exception>
    public IReadOnlyList<Cell> Plan() => [.. plans.SelectMany(static plan => plan.Jobs).Select(static job => job.Cell)];

    /// <summary>To be called once.</summary>
    /// <returns>The records computed now; a cell that failed has one too.</returns>
    /// <exception cref="LetheException">The request makes no sense, or the folder cannot be written; found out before anything is
    /// computed.</exception>
    public IReadOnlyList<RunRecord> Run(CancellationToken cancellation = default)
    {
        var work = plans.SelectMany(static plan => plan.Jobs.Select(job => (Plan: plan, Job: job))).ToList();
        LetheHome.Ensure(Records.Folder);
        var progress = new Relay<ExperimentEvent>(value => Progress?.Report(value));
        var computed = new List<RunRecord>();
        foreach (var (index, (plan, job)) in work.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            if (index > 0 && !ReferenceEquals(work[index - 1].Plan, plan))
            {
                Release(work[index - 1].Plan); // those of the next need the room of its networks
            }
            using var claim = Records.TryClaim(job.Cell.Id);
            if (claim is null)
            {
                progress.Report(new CellSkipped(job.Cell, "another process is computing it"));
            }
            else if (!request.Force && Records.Find(job.Cell.Id) is { Status: RunStatus.Done })
            {
                progress.Report(new CellSkipped(job.Cell, "has a record"));
            }
            else
            {
                progress.Report(new CellStarted(job.Cell, index + 1, work.Count));
                var record = plan.Lab.Compute(job, new(job.Cell, progress, cancellation));
                Records.Append(record);
                computed.Add(record);
                progress.Report(new CellFinished(record));
            }
        }
        return computed;
    }

    public void Dispose()
    {
        foreach (var plan in plans)
        {
            Release(plan);
        }
    }

    private void Release(Plan plan)
    {
        if (released.Add(plan))
        {
            plan.Dispose();
        }
    }
}
