using System.Text.Json;
using Lethe.Experiments.Records;

namespace Lethe.Tests.Experiments.Verify;

/// <summary>
/// Cells of <c>results/quick</c> as another machine computed them: what was committed at 5f8112d, less the methods and networks that were
/// corrected afterwards.
/// </summary>
internal static class OtherMachine
{
    public static IReadOnlyList<RunRecord> Records { get; } =
    [
        .. File.ReadLines(Path.Combine(Snapshot.Repository, "tests", "Lethe.Tests", "Experiments", "Verify", "other-machine.jsonl"))
            .Select(static line => JsonSerializer.Deserialize<RunRecord>(line, RecordJson.Line)!),
    ];
}
