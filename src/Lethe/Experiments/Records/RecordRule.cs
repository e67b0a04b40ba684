namespace Lethe.Experiments.Records;

/// <summary>A number of a record that follows from other numbers, of the same record or of its kin.</summary>
/// <param name="Metric">The number.</param>
/// <param name="Says">What it follows from, for people: "D_tr and D_tf".</param>
/// <param name="Value">What it must be; null where that cannot be told.</param>
public sealed record RecordRule(string Metric, string Says, Func<RunRecord, RecordKin, double?> Value)
{
    /// <summary>A number that follows from others of its own record.</summary>
    public RecordRule(string metric, string says, Func<RunRecord, double?> value)
        : this(metric, says, (record, _) => value(record)) { }

    /// <summary>How far the two may lie apart, by the larger of 1 and the number: arrays are kept in single precision.</summary>
    public double Within { get; init; } = 1e-9;

    /// <summary>True if <see cref="Value"/> is the most that the number can be.</summary>
    public bool IsLimit { get; init; }

    /// <summary>The other record that it follows from; null for none.</summary>
    public Func<RunRecord, RecordKin, RunRecord?>? LeansOn { get; init; }

    /// <summary>True if the record has the number, and what it must be can be told.</summary>
    internal bool Applies(RunRecord record, RecordKin kin) => record.Metrics.ContainsKey(Metric) && Expected(record, kin) is not null;

    /// <summary>What is wrong, for people; null if the rule is kept, or does not apply.</summary>
    internal string? Fault(RunRecord record, RecordKin kin)
    {
        if (!record.Metrics.TryGetValue(Metric, out var said) || Expected(record, kin) is not { } value)
        {
            return null;
        }
        var room = Within * Math.Max(1, Math.Abs(value));
        return (IsLimit ? said <= value + room : Math.Abs(said - value) <= room)
            ? null
            : FormattableString.Invariant($"{Metric} = {said}, but {Says} give {(IsLimit ? "at most " : "")}{value}");
    }

    private double? Expected(RunRecord record, RecordKin kin) => Value(record, kin) is { } value && !double.IsNaN(value) ? value : null;
}
