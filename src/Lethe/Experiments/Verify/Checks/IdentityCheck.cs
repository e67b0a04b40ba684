using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>The id of a record is the hash of its cell: settings that were changed afterwards do not hash to it.</summary>
internal static class IdentityCheck
{
    public static IEnumerable<Suspicion> Of(IEnumerable<RunRecord> records) =>
        from record in records
        let hash = record.Cell.Id
        where record.Id != hash
        select new Suspicion(record, "identity", $"its settings hash to {hash}, not to its id", IsProof: true);
}
