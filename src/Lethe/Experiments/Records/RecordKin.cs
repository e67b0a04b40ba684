namespace Lethe.Experiments.Records;

/// <summary>The records that one stands among: those of the same data, model, class and seed, of any experiment; and its arrays.</summary>
/// <param name="arrays">Reads those of a record, null if it has none; null if there is nothing to read.</param>
public sealed class RecordKin(IEnumerable<RunRecord> records, Func<RunRecord, IReadOnlyDictionary<string, FigureArray>?>? arrays = null)
{
    private readonly ILookup<string, RunRecord> kin = records
        .Where(static record => record.Status == RunStatus.Done)
        .ToLookup(static record => Key(record.Cell));

    // One record's at a time: its rules are asked one after the other, and all arrays of a folder may be many.
    private (RunRecord? Of, IReadOnlyDictionary<string, FigureArray> Arrays) last = (null, new Dictionary<string, FigureArray>());

    /// <summary>Itself among them.</summary>
    public IEnumerable<RunRecord> Of(RunRecord record) => kin[Key(record.Cell)];

    /// <summary>What the figures of a record are drawn from, by name; empty if it has none.</summary>
    /// <exception cref="LetheException">The file is damaged.</exception>
    public IReadOnlyDictionary<string, FigureArray> ArraysOf(RunRecord record)
    {
        if (!ReferenceEquals(last.Of, record))
        {
            last = (record, arrays?.Invoke(record) ?? new Dictionary<string, FigureArray>());
        }
        return last.Arrays;
    }

    private static string Key(Cell cell) =>
        FormattableString.Invariant($"{cell.Dataset} {cell.Model} {cell.Profile} {cell.Forgotten} {cell.Seed}");
}
