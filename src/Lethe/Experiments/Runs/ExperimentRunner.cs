using System.Diagnostics;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>
/// Computes the cells that have no record yet, after the networks that they stand on. Killed at any time, it loses at most the running cell
/// (its trainings go on at their last whole epoch); started on one folder by any number of processes, they share the work.
/// </summary>
public sealed class ExperimentRunner : IDisposable
{
    private readonly ExperimentRequest request;
    private readonly IReadOnlyList<Plan> plans;
    private const string Recorded = "has a record";
    private readonly Dictionary<string, string> failures = [];
    private readonly HashSet<Plan> released = new(ReferenceEqualityComparer.Instance);
    private int total;

    /// <exception cref="LetheException">The request names something that is not there.</exception>
    public ExperimentRunner(ExperimentRequest request)
        : this(request, ExperimentCatalog.Open(request)) { }

    internal ExperimentRunner(ExperimentRequest request, IReadOnlyList<Plan> plans)
    {
        (this.request, this.plans) = (request, plans);
        Records = new(request.Out);
    }

    public IProgress<ExperimentEvent>? Progress { get; init; }

    /// <summary>False if networks that cells share must have been trained by others.</summary>
    public bool MayTrain { get; init; } = true;

    /// <summary>Cells that were passed over because the networks that they stand on are not there.</summary>
    public int Refused { get; private set; }

    public RecordStore Records { get; }

    /// <summary>All cells that were asked for; there may be very many.</summary>
    /// <exception cref="LetheException">The request asks for something that is not there.</exception>
    public IReadOnlyList<Cell> Plan() =>
        [.. plans.SelectMany(static plan => plan.Jobs).Select(static job => job.Cell).DistinctBy(static cell => cell.Id)];

    /// <summary>Some of the cells, and before each the trainings that it stands on.</summary>
    /// <param name="isWanted">Asked for the id of every cell.</param>
    /// <param name="others">Is told of those that are not.</param>
    /// <exception cref="LetheException">The request asks for something that is not there.</exception>
    public IReadOnlyList<Work> Select(Func<string, bool> isWanted, Action<Cell>? others = null)
    {
        var (work, seen, trainings) = (new List<Work>(), new HashSet<string>(), new Dictionary<string, Work>(StringComparer.Ordinal));
        total = 0;
        foreach (var (plan, job) in plans.SelectMany(static plan => plan.Jobs, static (plan, job) => (plan, job)))
        {
            var id = job.Cell.Id;
            if (!seen.Add(id))
            {
                continue; // of another table too
            }
            total++;
            if (!isWanted(id))
            {
                others?.Invoke(job.Cell);
                continue;
            }
            var needs = new List<Work>();
            foreach (var training in job.Needs())
            {
                if (!trainings.TryGetValue(training.Network.Path, out var need))
                {
                    trainings[training.Network.Path] = need = new(plan, training.Cell.Id, training.Cell, training, null);
                    work.Add(need);
                }
                needs.Add(need);
            }
            work.Add(new(plan, id, job.Cell, null, job) { Needs = needs, Index = total });
        }
        return work;
    }

    /// <summary>To be called once. What processes have written is gathered in <c>records.jsonl</c> before it begins and when it
    /// ends.</summary>
    /// <returns>The records computed now; a cell that failed has one too.</returns>
    /// <exception cref="LetheException">The request makes no sense, or the folder cannot be written; found out before anything is
    /// computed.</exception>
    public IReadOnlyList<RunRecord> Run(CancellationToken cancellation = default)
    {
        var known = request.Force ? new Dictionary<string, RunStatus>() : Records.Statuses();
        var work = Select(
            id => known.GetValueOrDefault(id, RunStatus.Failed) != RunStatus.Done,
            cell => Report(new CellSkipped(cell, Recorded))
        );
        LetheHome.Ensure(Records.Folder);
        Records.Fold();
        try
        {
            return Run(InTurn(work), cancellation);
        }
        finally
        {
            Records.Fold();
        }
    }

    /// <summary>These, in this order; one that another process is at is passed over.</summary>
    /// <param name="order">Is asked for the next one when the one before is done.</param>
    /// <inheritdoc cref="Run(CancellationToken)"/>
    public IReadOnlyList<RunRecord> Run(IEnumerable<Work> order, CancellationToken cancellation = default)
    {
        var computed = new List<RunRecord>();
        foreach (var work in order)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!MayTrain && work.Training is null && !work.IsReady && !IsDone(work))
            {
                Refused++;
                Skip(work, "its network has not been trained");
                continue;
            }
            using var claim = Records.TryClaim(work.Id);
            if (claim is null)
            {
                Skip(work, "another process is computing it");
            }
            else if (IsDone(work))
            {
                Skip(work, Recorded);
            }
            else
            {
                Report(
                    work.Training is { } training
                        ? new TrainingStarted(training.For, training.Network.Name)
                        : new CellStarted(work.Cell, work.Index, total)
                );
                var record = Compute(work, cancellation);
                Records.Append(record);
                if (work.Job is not null)
                {
                    computed.Add(record);
                    Report(new CellFinished(record));
                }
            }
        }
        return computed;
    }

    /// <summary>True if there is nothing to do: a cell has its record, a training its network.</summary>
    public bool IsDone(Work work) =>
        !request.Force && (work.Training is { } training ? training.Network.IsThere : Records.Find(work.Id) is { Status: RunStatus.Done });

    public void Dispose()
    {
        plans.ToList().ForEach(Release);
    }

    private IEnumerable<Work> InTurn(IReadOnlyList<Work> all)
    {
        Plan? current = null;
        foreach (var work in all)
        {
            if (current is not null && !ReferenceEquals(current, work.Plan))
            {
                Release(current); // the next one's networks need the room
            }
            current = work.Plan;
            yield return work;
        }
    }

    private void Report(ExperimentEvent happened) => Progress?.Report(happened);

    private void Skip(Work work, string why)
    {
        if (work.Job is not null)
        {
            Report(new CellSkipped(work.Cell, why));
        }
    }

    private void Release(Plan plan) => (released.Add(plan) ? plan : null)?.Dispose();

    private RunRecord Compute(Work work, CancellationToken cancellation)
    {
        PeakMemory.Reset();
        var clock = Stopwatch.StartNew();
        var run = new CellContext(work.Training?.For ?? work.Cell, new Relay<ExperimentEvent>(Report), cancellation)
        {
            MayTrain = MayTrain || work.Training is not null,
        };
        var record = Compute(work, run);
        return record with { Cost = new(clock.Elapsed.TotalSeconds, PeakMemory.Megabytes()) };
    }

    // A failure of numbers is a result too, for all that stands on it.
    private RunRecord Compute(Work work, CellContext run)
    {
        var lab = work.Plan.Lab;
        var provenance = lab.Provenance(run.Cell);
        using var scope = NewDisposeScope();
        try
        {
            if (work.Needs.FirstOrDefault(need => failures.ContainsKey(need.Id)) is { } need)
            {
                return Failed(failures[need.Id]);
            }
            work.Training?.Run(run);
            return (work.Job?.Run(run) ?? new()).Record(work.Cell, provenance);
        }
        catch (LetheException error) when (lab.IsResult(error))
        {
            return Failed(error.Message);
        }

        RunRecord Failed(string why)
        {
            failures[work.Id] = why;
            return new CellResult().Record(work.Cell, provenance) with { Status = RunStatus.Failed, Error = why };
        }
    }
}
