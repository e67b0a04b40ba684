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

    private sealed record Finding(RunRecord Record, RecordRule Rule, RunRecord? Other, string? Fault);

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
    private static Finding? Find(RunRecord record, RecordRule rule, RecordKin kin)
    {
        if (!record.Metrics.TryGetValue(rule.Metric, out var said) || rule.Value(record, kin) is not { } value || double.IsNaN(value))
        {
            return null;
        }
        var room = rule.Within * Math.Max(1, Math.Abs(value));
        var isKept = rule.IsLimit ? said <= value + room : Math.Abs(said - value) <= room;
        return new(
            record,
            rule,
            rule.LeansOn?.Invoke(record, kin) is { } other && !ReferenceEquals(other, record) ? other : null,
            isKept
                ? null
                : FormattableString.Invariant($"{rule.Metric} = {said}, but {rule.Says} give {(rule.IsLimit ? "at most " : "")}{value}")
        );
    }
}
