using System.Diagnostics;
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

    /// <summary>Is told how many cells were drawn, before the first is computed.</summary>
    public Action<int>? Drawn { get; init; }

    /// <exception cref="LetheException">No such table, no records of it, or the scratch folder cannot be written.</exception>
    public VerifyReport Run(CancellationToken cancellation = default)
    {
        var asked = Asked();
        var tolerances = new ToleranceBook(records);
        var suspicions = RecordChecks.Of(records, tolerances, Arrays).Where(one => asked.Contains(one.Record)).ToList();
        using var models = LetheHome.ModelsIn(Path.Combine(request.Scratch, "models"));
        using var here = new Recomputable([.. asked], Path.Combine(request.Scratch, "records"), request.DataDir);
        List<RunRecord> able = [.. asked.Where(here.Knows)];
        // What contradicts itself needs no computing.
        var drawn = new CellDraw(new(records), request.Seed).Draw(
            able,
            request.Time,
            suspicions.Where(static one => !one.IsProof).Select(static one => one.Record.Id).ToHashSet()
        );
        Drawn?.Invoke(drawn.Count);
        var clock = Stopwatch.StartNew();
        var cells = Recompute(drawn, here, tolerances, clock, cancellation);
        return new()
        {
            Request = request,
            Ids = asked
                .DistinctBy(static record => record.Id)
                .ToDictionary(static record => record.Id, static record => record.Cell.Experiment),
            Able = able.Count,
            Drawn = drawn.Count,
            Suspicions = suspicions,
            Cells = [.. Judge.InView(cells)],
            Seconds = clock.Elapsed.TotalSeconds,
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
        IReadOnlyList<RunRecord> drawn,
        Recomputable here,
        ToleranceBook tolerances,
        Stopwatch clock,
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
            foreach (var (place, record) in drawn.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                if (clock.Elapsed > request.Time)
                {
                    progress.Report(new CellSkipped(record.Cell, "the time is up"));
                    continue;
                }
                // As many as the record was made with: another number adds in another order.
                set_num_threads(record.Provenance.Threads);
                progress.Report(new CellStarted(record.Cell, place + 1, drawn.Count));
                var now = here.Compute(record, progress, cancellation);
                store.Append(now);
                cells.Add(Judge.Compare(record, now, tolerances));
                progress.Report(new CellFinished(now));
            }
        }
        finally
        {
            set_num_threads(threads);
        }
        return cells;
    }
}
