using System.Diagnostics;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Runs;

/// <summary>
/// Computes the cells that have no record yet, after the networks that they stand on. Killed at any time, it loses at most the running cell
/// (its trainings go on at their last whole epoch); started on one folder by any number of processes, they share the work.
/// </summary>
public sealed class ExperimentRunner(ExperimentRequest request) : IDisposable
{
    private readonly IReadOnlyList<Plan> plans = ExperimentCatalog.Open(request);
    private readonly Dictionary<string, string> failures = [];
    private readonly HashSet<Plan> released = new(ReferenceEqualityComparer.Instance);

    public IProgress<ExperimentEvent>? Progress { get; init; }

    /// <summary>False if networks that cells share must have been trained by others.</summary>
    public bool MayTrain { get; init; } = true;

    /// <summary>Cells that were passed over because the networks that they stand on are not there.</summary>
    public int Refused { get; private set; }

    public RecordStore Records { get; } = new(request.Out);

    /// <summary>Trainings and cells, in the order to do them in.</summary>
    /// <exception cref="LetheException">The request asks for something that is not there.</exception>
    public IReadOnlyList<Work> Work => field ??= [.. Runs.Work.Of(plans)];

    /// <exception cref="LetheException">The request asks for something that is not there.</exception>
    public IReadOnlyList<Cell> Plan() => [.. Work.Where(static work => work.Job is not null).Select(static work => work.Cell)];

    /// <summary>To be called once. What processes have written is gathered in <c>records.jsonl</c> before it begins and when it
    /// ends.</summary>
    /// <returns>The records computed now; a cell that failed has one too.</returns>
    /// <exception cref="LetheException">The request makes no sense, or the folder cannot be written; found out before anything is
    /// computed.</exception>
    public IReadOnlyList<RunRecord> Run(CancellationToken cancellation = default)
    {
        _ = Work;
        LetheHome.Ensure(Records.Folder);
        Records.Fold();
        try
        {
            return Run(Pending(), cancellation);
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
        var places = Work.Where(static work => work.Job is not null).Select(static work => work.Id).Distinct().Index();
        var index = places.ToDictionary(static at => at.Item, static at => at.Index + 1);
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
                Skip(work, "has a record");
            }
            else
            {
                Report(
                    work.Training is { } training
                        ? new TrainingStarted(training.For, training.Network.Name)
                        : new CellStarted(work.Cell, index[work.Id], index.Count)
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
        foreach (var plan in plans)
        {
            Release(plan);
        }
    }

    // Trainings for cells alone that are not done yet. Which those are is looked up for all at once: there may be very many.
    private IEnumerable<Work> Pending()
    {
        var known = request.Force ? new Dictionary<string, RunStatus>() : Records.Statuses();
        var wanted = Work.Where(work => work.Job is not null && !IsKnown(work)).SelectMany(static work => work.Needs).ToHashSet();
        Plan? current = null;
        foreach (var work in Work)
        {
            if (current is not null && !ReferenceEquals(current, work.Plan))
            {
                Release(current); // the next one's networks need the room
            }
            current = work.Plan;
            if (work.Training is not null ? wanted.Contains(work) : !IsKnown(work))
            {
                yield return work;
            }
            else
            {
                Skip(work, "has a record");
            }
        }

        bool IsKnown(Work work) => known.TryGetValue(work.Id, out var status) && status == RunStatus.Done;
    }

    private void Report(ExperimentEvent happened) => Progress?.Report(happened);

    private void Skip(Work work, string why)
    {
        if (work.Job is not null)
        {
            Report(new CellSkipped(work.Cell, why));
        }
    }

    private void Release(Plan plan)
    {
        if (released.Add(plan))
        {
            plan.Dispose();
        }
    }

    private RunRecord Compute(Work work, CancellationToken cancellation)
    {
        PeakMemory.Reset();
        var clock = Stopwatch.StartNew();
        var run = new CellContext(work.Training?.For ?? work.Cell, new Relay<ExperimentEvent>(Report), cancellation)
        {
            MayTrain = MayTrain || work.Training is not null,
        };
        var record = Compute(work, run);
        if (record.Status == RunStatus.Failed)
        {
            failures[work.Id] = record.Error!;
        }
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

        RunRecord Failed(string why) =>
            new()
            {
                Cell = work.Cell,
                Provenance = provenance,
                Status = RunStatus.Failed,
                Error = why,
            };
    }
}
