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
}
