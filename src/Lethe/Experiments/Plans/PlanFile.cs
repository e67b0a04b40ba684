using System.Text.Json;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Plans;

/// <summary>A frozen list of what to compute.</summary>
public sealed record PlanFile(PlanHeader Header, IReadOnlyList<PlanTask> Tasks)
{
    public static PlanFile Read(string path)
    {
        if (!File.Exists(path))
        {
            throw LetheException.NotFound($"There is no plan {Path.GetFullPath(path)}. Make one with `lethe plan`.");
        }
        var lines = File.ReadAllLines(path);
        return new(
            JsonSerializer.Deserialize<PlanHeader>(lines[0], RecordJson.Line)!,
            [.. lines.Skip(1).Select(static line => JsonSerializer.Deserialize<PlanTask>(line, RecordJson.Line)!)]
        );
    }

    public void Write(string path) =>
        File.WriteAllLines(
            path,
            Tasks
                .Select(static task => JsonSerializer.Serialize(task, RecordJson.Line))
                .Prepend(JsonSerializer.Serialize(Header, RecordJson.Line))
        );
}
