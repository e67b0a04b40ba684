using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>
/// What can be found out about records without computing anything: whether they agree with themselves and with each other. It takes a
/// moment, and is done for all of them.
/// </summary>
public static class RecordChecks
{
    /// <param name="records">The latest of every cell.</param>
    /// <returns>In the order of the records.</returns>
    public static IReadOnlyList<Suspicion> Of(IReadOnlyList<RunRecord> records) => Of(records, new ToleranceBook(records));

    /// <param name="arrays">See <see cref="RecordKin"/>.</param>
    internal static IReadOnlyList<Suspicion> Of(
        IReadOnlyList<RunRecord> records,
        ToleranceBook tolerances,
        Func<RunRecord, IReadOnlyDictionary<string, FigureArray>?>? arrays = null
    )
    {
        var kin = new RecordKin(records, arrays);
        var place = records.Index().ToDictionary(static pair => pair.Item, static pair => pair.Index, ByReference.Instance);
        List<RunRecord> done = [.. records.Where(static record => record.Status == RunStatus.Done)];
        List<Suspicion> found =
        [
            .. IdentityCheck.Of(records),
            .. ValueCheck.Of(done),
            .. RuleCheck.Of(done, kin),
            .. RepeatCheck.Of(done, kin),
            .. SameWorkCheck.Of(done),
            .. NameCheck.Of(done, kin),
            .. CountCheck.Of(done),
            .. SingleCheck.Of(done),
            .. IntervalCheck.Of(done),
            .. SeedCheck.Of(done, tolerances),
            .. SeedCheck.Of(done, tolerances.OfClasses),
            .. UsualCheck.Of(done),
            .. RelationCheck.Of(done, tolerances),
        ];
        // Where one of two is refuted by itself, it is the copy, and the other is not accused.
        var alone = found
            .Where(static one => one is { Twin: null, IsProof: true })
            .Select(static one => one.Record)
            .ToHashSet(ByReference.Instance);
        return
        [
            .. found
                .Where(one => one.Twin is not { } twin || !alone.Contains(twin) || alone.Contains(one.Record))
                .OrderBy(one => place[one.Record]),
        ];
    }
}
