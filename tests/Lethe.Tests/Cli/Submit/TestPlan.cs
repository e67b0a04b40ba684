using System.Text.Json;
using Lethe.Experiments.Plans;
using Lethe.Tests.Data;

namespace Lethe.Tests.Cli.Submit;

/// <summary>Plans written by hand, line by line.</summary>
internal static class TestPlan
{
    /// <param name="device">What the plan was made for.</param>
    /// <param name="tasks">As in the file.</param>
    /// <returns>Where it is.</returns>
    public static string Write(TemporaryFolder folder, IEnumerable<PlanTask> tasks, string name = "plan.jsonl", string device = "cpu")
    {
        var path = folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var lines = tasks.Select(static task => JsonSerializer.Serialize(task, JsonSerializerOptions.Web));
        File.WriteAllLines(path, lines.Prepend(Header(folder["runs"], device)));
        return path;
    }

    public static PlanFile Of(TemporaryFolder folder, params IEnumerable<PlanTask> tasks) => PlanFile.Read(Write(folder, tasks));

    public static PlanTask Network(int number, double? seconds = null, double? megabytes = null) =>
        new(Id(number), 0, $"original, seed {number}", [], seconds, megabytes);

    /// <param name="network">The training that it stands on.</param>
    public static PlanTask Cell(int number, int network, double? seconds = null, double? megabytes = null) =>
        new(Id(1000 + number), 1, $"LAU, seed {number}", [Id(network)], seconds, megabytes);

    public static string Id(int number) => number.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    private static string Header(string records, string device) =>
        $$"""{"plan":1,"made":"2026-11-30T15:30:00Z","commit":"abc","version":"0.1.0-beta","hardware":"EPYC","request":{"tables":["lau"],"profile":"smoke","device":"{{device}}","out":"{{records}}"},"unknown":0}""";
}
