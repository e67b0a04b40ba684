using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Experiments.Verify.Drawing;

/// <summary>The records whose cells this kit can compute here, each with the job that does it.</summary>
internal sealed class Recomputable : IDisposable
{
    private readonly List<Plan> plans = [];
    private readonly Dictionary<string, (Plan Plan, Job Job)> jobs = new(StringComparer.Ordinal);

    /// <param name="folder">Where the recomputed records go.</param>
    /// <param name="dataDir">See <see cref="ExperimentRequest.DataDir"/>.</param>
    public Recomputable(IReadOnlyList<RunRecord> records, string folder, string? dataDir)
    {
        foreach (
            var same in records.GroupBy(static record =>
                (record.Cell.Experiment, record.Cell.Profile, record.Provenance.Precision, Device: record.Provenance.Device.Split(':')[0])
            )
        )
        {
            foreach (var entry in ExperimentCatalog.All.Where(one => one.Tables.Any(table => table.Source == same.Key.Experiment)))
            {
                Open(entry, [.. same.Where(record => !jobs.ContainsKey(record.Id))], folder, dataDir);
            }
        }
    }

    /// <summary>True if a record's cell can be computed here.</summary>
    public bool Knows(RunRecord record) => jobs.ContainsKey(record.Cell.Id);

    /// <summary>The trainings that its cell asks for; null if it is not known here.</summary>
    public IReadOnlyList<TrainingJob>? Needs(RunRecord record) =>
        jobs.TryGetValue(record.Cell.Id, out var known) ? [.. known.Job.Needs()] : null;

    /// <summary>Computes a record's cell again, after the networks that it stands on.</summary>
    public RunRecord Compute(RunRecord record, IProgress<ExperimentEvent> progress, CancellationToken cancellation)
    {
        var (plan, job) = jobs[record.Cell.Id];
        var (run, provenance) = (new CellContext(job.Cell, progress, cancellation), plan.Lab.Provenance(job.Cell));
        using var scope = NewDisposeScope();
        try
        {
            foreach (var training in job.Needs().Where(static need => !need.Network.IsThere))
            {
                progress.Report(new TrainingStarted(job.Cell, training.Network.Name));
                training.Run(run);
            }
            return job.Run(run).Record(job.Cell, provenance);
        }
        // A failure of numbers is a result too.
        catch (LetheException error) when (plan.Lab.IsResult(error))
        {
            return new()
            {
                Cell = job.Cell,
                Provenance = provenance,
                Status = RunStatus.Failed,
                Error = error.Message,
            };
        }
    }

    public void Dispose() => plans.ForEach(static plan => plan.Dispose());

    // First as the experiment is run if nothing is said, then with what the records name: a method or data set of their own.
    private void Open(ExperimentEntry entry, List<RunRecord> records, string folder, string? dataDir)
    {
        if (records.Count == 0)
        {
            return;
        }
        var usual = new ExperimentRequest
        {
            Tables = [entry.Name],
            Profile = records[0].Cell.Profile,
            Models = Distinct(records, static cell => cell.Model),
            Choices = entry.Widest,
            Seeds = entry.HasOwnSeeds ? null : records.Max(static record => record.Cell.Seed) + 1,
            Precision = records[0].Provenance.Precision,
            Device = records[0].Provenance.Device.Split(':')[0],
            Out = folder,
            DataDir = dataDir,
        };
        if (!TryOpen(usual, records))
        {
            TryOpen(
                usual with
                {
                    Datasets = Distinct(records, static cell => cell.Dataset),
                    Methods = Distinct(records, static cell => cell.Method),
                },
                records
            );
        }
    }

    // True if all records have a job now.
    private bool TryOpen(ExperimentRequest request, List<RunRecord> records)
    {
        try
        {
            var wanted = records.Select(static record => record.Cell.Id).ToHashSet();
            foreach (var plan in ExperimentCatalog.Open(request))
            {
                plans.Add(plan);
                foreach (var job in plan.Jobs.Where(job => wanted.Contains(job.Cell.Id)))
                {
                    jobs.TryAdd(job.Cell.Id, (plan, job));
                }
            }
            return records.All(record => jobs.ContainsKey(record.Cell.Id));
        }
        // What was asked for is not here: a device, data, a model of one's own. Those cells are not drawn, and the report says how many.
        catch (LetheException error) when (error.ExitCode is ExitCode.Usage or ExitCode.NotFound or ExitCode.NoDevice)
        {
            return false;
        }
    }

    private static string[] Distinct(List<RunRecord> records, Func<Cell, string> of) =>
        [.. records.Select(record => of(record.Cell)).Distinct()];
}
