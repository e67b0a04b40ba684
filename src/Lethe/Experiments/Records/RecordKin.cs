namespace Lethe.Experiments.Records;

/// <summary>The records that one stands among: those of the same data, model, class and seed, of any experiment.</summary>
public sealed class RecordKin(IEnumerable<RunRecord> records)
{
    private readonly ILookup<string, RunRecord> kin = records
        .Where(static record => record.Status == RunStatus.Done)
        .ToLookup(static record => Key(record.Cell));

    /// <summary>Itself among them.</summary>
    public IEnumerable<RunRecord> Of(RunRecord record) => kin[Key(record.Cell)];

    private static string Key(Cell cell) =>
        FormattableString.Invariant($"{cell.Dataset} {cell.Model} {cell.Profile} {cell.ForgetClass} {cell.Seed}");
}
