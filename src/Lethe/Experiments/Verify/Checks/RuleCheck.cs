using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Verify.Tolerances;

namespace Lethe.Experiments.Verify.Checks;

/// <summary>
/// Numbers that follow from others (<see cref="ExperimentEntry.Rules"/>). Where most of the records that lean on one contradict it, it is
/// that one.
/// </summary>
internal static class RuleCheck
{
    private const int FewestThatAccuse = 3;

    private sealed record Finding(RunRecord Record, RunRecord? Other, string? Fault);

    public static IEnumerable<Suspicion> Of(IReadOnlyList<RunRecord> records, RecordKin kin)
    {
        var rules = records.Select(static record => record.Cell.Experiment).Distinct().ToDictionary(static name => name, RulesOf);
        var findings = records
            .SelectMany(record => rules[record.Cell.Experiment].Select(rule => Find(record, rule, kin)))
            .OfType<Finding>();
        foreach (var leaning in findings.ToLookup(static finding => finding.Other, ByReference.Instance))
        {
            var all = leaning
                .Where(static finding => finding.Fault is not null)
                .ToLookup(static finding => finding.Record, ByReference.Instance);
            var asked = leaning.Select(static finding => finding.Record).Distinct(ByReference.Instance).Count();
            if (leaning.Key is { } other && all.Count >= FewestThatAccuse && 2 * all.Count > asked)
            {
                yield return new(other, "rule", $"{all.Count} of the {asked} records that follow from it contradict it", IsProof: true);
                continue;
            }
            foreach (var finding in all.SelectMany(static own => own))
            {
                yield return new(finding.Record, "rule", finding.Fault!, IsProof: true);
            }
        }
    }

    internal static IReadOnlyList<RecordRule> RulesOf(string experiment) =>
        [
            .. ExperimentCatalog
                .All.Where(one => one.Tables.Any(table => table.Source == experiment))
                .SelectMany(static one => one.Rules)
                .Distinct(),
        ];

    // Null if the rule does not apply.
    private static Finding? Find(RunRecord record, RecordRule rule, RecordKin kin) =>
        rule.Applies(record, kin)
            ? new(
                record,
                rule.LeansOn?.Invoke(record, kin) is { } other && !ReferenceEquals(other, record) ? other : null,
                rule.Fault(record, kin)
            )
            : null;
}
