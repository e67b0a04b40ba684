using Lethe.Experiments.Records;

namespace Lethe.Experiments.Verify.Tolerances;

/// <summary>Tells records apart by being another object: two may say the same.</summary>
internal sealed class ByReference : IEqualityComparer<RunRecord?>
{
    public static ByReference Instance { get; } = new();

    public bool Equals(RunRecord? x, RunRecord? y) => ReferenceEquals(x, y);

    public int GetHashCode(RunRecord? record) => record is null ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(record);
}
