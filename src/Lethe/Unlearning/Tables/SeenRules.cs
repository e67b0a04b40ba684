using Lethe.Experiments.Records;
using Lethe.Unlearning.Seen;

namespace Lethe.Unlearning.Tables;

/// <summary>What follows from the counts that are kept beside a record of <c>lau-seen</c>.</summary>
internal static class SeenRules
{
    public static IReadOnlyList<RecordRule> All { get; } =
    [
        .. from method in UnlearningCatalog.Rows
        from isForgotten in (bool[])[true, false]
        select new RecordRule(
            SeenRecord.Key(isForgotten ? "D_tf" : "D_tr", method),
            "what its test images are called",
            (record, kin) => Accuracy(record, kin, method, isForgotten)
        ),
    ];

    // Percent of the images of the forgotten class, or of the others, that are called by their own.
    private static double? Accuracy(RunRecord record, RecordKin kin, string method, bool isForgotten)
    {
        if (kin.ArraysOf(record) is not { } arrays || !arrays.ContainsKey(SeenRecord.Key("test", method)))
        {
            return null;
        }
        var counts = new SeenRecord(record, arrays).Confusion(method, ofTest: true);
        var rows = Enumerable.Range(0, (int)counts.Shape[0]).Where(k => k == record.Cell.ForgetClass == isForgotten).ToList();
        return 100.0 * rows.Sum(k => counts.Row(k)[k]) / rows.Sum(k => counts.Row(k).ToArray().Sum());
    }
}
