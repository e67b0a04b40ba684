using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Verify.Checks;
using Lethe.Experiments.Verify.Drawing;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify;

/// <summary>
/// Whether records are true: all of them are checked against themselves and each other, and some, drawn at random, are computed again.
/// </summary>
/// <param name="records">The latest of every cell, in the order written.</param>
public sealed class Verification(IReadOnlyList<RunRecord> records, VerifyRequest request)
{
    public IProgress<ExperimentEvent>? Progress { get; init; }

    /// <summary>Reads a record's arrays, null if it has none: some numbers follow from them.</summary>
    public Func<RunRecord, IReadOnlyDictionary<string, FigureArray>?>? Arrays { get; init; }

    /// <summary>Is told how many cells there is time for, as far as records tell; again where it turns out to be more.</summary>
    public Action<int>? Drawn { get; init; }

    /// <summary>What says how much time is left.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <exception cref="LetheException">No such table, no records of it, or the scratch folder cannot be written.</exception>
    public VerifyReport Run(CancellationToken cancellation = default)
    {
        var start = Clock.GetTimestamp();
        var asked = Asked();
        var tolerances = new ToleranceBook(records);
        var suspicions = RecordChecks.Of(records, tolerances, Arrays).Where(one => asked.Contains(one.Record)).ToList();
        using var models = LetheHome.ModelsIn(Path.Combine(request.Scratch, "models"));
        using var here = new Recomputable([.. asked], Path.Combine(request.Scratch, "records"), request.DataDir);
        List<RunRecord> able = [.. asked.Where(here.Knows)];
        // What contradicts itself needs no computing.
        var first = suspicions.Where(static one => !one.IsProof).Select(static one => one.Record.Id).ToHashSet();
        var costs = new CellCosts(records, here.Needs);
        var expected = new CellDraw(costs, request.Seed, able, first).All(request.Time).Count;
        Drawn?.Invoke(expected);
        var recomputing = new TimedRecomputing(new(costs, request.Seed, able, first), request.Time - Clock.GetElapsedTime(start), Clock);
        var cells = Recompute(recomputing, here, tolerances, expected, cancellation);
        return new()
        {
            Request = request,
            Ids = asked
                .DistinctBy(static record => record.Id)
                .ToDictionary(static record => record.Id, static record => record.Cell.Experiment),
            Able = able.Count,
            NotReached = recomputing.NotReached,
            Suspicions = suspicions,
            Cells = [.. Judge.InView(cells)],
            Seconds = Clock.GetElapsedTime(start).TotalSeconds,
        };
    }

    private HashSet<RunRecord> Asked()
    {
        var sources = request.Tables is { } names
            ? ExperimentCatalog
                .All.SelectMany(static one => one.Tables)
                .Where(table => ExperimentCatalog.Tables(names).Contains(table.Name))
                .Select(static table => table.Source)
                .ToHashSet()
            : null;
        var asked = records
            .Where(record => record.Cell.Experiment != TrainingJob.Experiment && sources?.Contains(record.Cell.Experiment) != false)
            .ToHashSet<RunRecord>(ByReference.Instance);
        return asked.Count > 0
            ? asked
            : throw LetheException.NotFound(
                $"There are no records of {string.Join(", ", request.Tables ?? ["any table"])}. Name other tables or another folder."
            );
    }

    private List<CellComparison> Recompute(
        TimedRecomputing recomputing,
        Recomputable here,
        ToleranceBook tolerances,
        int expected,
        CancellationToken cancellation
    )
    {
        var progress = new Relay<ExperimentEvent>(value => Progress?.Report(value));
        var store = new RecordStore(Path.Combine(request.Scratch, "records"));
        LetheHome.Ensure(store.Folder);
        var cells = new List<CellComparison>();
        var threads = get_num_threads();
        try
        {
            foreach (var (claimed, now) in recomputing.Run(Compute, cancellation))
            {
                store.Append(now);
                cells.Add(Judge.Compare(claimed, now, tolerances));
                progress.Report(new CellFinished(now));
            }
        }
        finally
        {
            set_num_threads(threads);
        }
        foreach (var stopped in recomputing.NotReached.Where(static one => one.WasStopped))
        {
            progress.Report(new CellSkipped(stopped.Record.Cell, "it took too long"));
        }
        return cells;

        RunRecord Compute(RunRecord record, int place, CancellationToken stop)
        {
            if (place > expected)
            {
                Drawn?.Invoke(expected = place); // this machine is faster than that of the records
            }
            // As many as the record was made with: another number adds in another order.
            set_num_threads(record.Provenance.Threads);
            progress.Report(new CellStarted(record.Cell, place, expected));
            return here.Compute(record, progress, stop);
        }
    }
}
