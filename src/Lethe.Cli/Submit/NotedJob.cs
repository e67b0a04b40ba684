using System.Text.Json;

namespace Lethe.Cli.Submit;

/// <summary>An array of jobs that a plan was given to Slurm as: a line of <c>jobs.jsonl</c> in the folder beside the plan.</summary>
/// <param name="Job">The number that Slurm gave it.</param>
/// <param name="Out">The folder of its records.</param>
internal sealed record NotedJob(string Job, int Wave, string Out)
{
    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>The folder beside a plan: what its jobs are, and what they said.</summary>
    public static string FolderOf(string plan) => Path.ChangeExtension(Path.GetFullPath(plan), ".slurm");

    public static string FileOf(string plan) => Path.Combine(FolderOf(plan), "jobs.jsonl");

    /// <summary>All of a plan, the latest last; none if it was never given to Slurm.</summary>
    /// <exception cref="LetheException">A line is none.</exception>
    public static IReadOnlyList<NotedJob> Read(string plan)
    {
        var file = FileOf(plan);
        try
        {
            return File.Exists(file)
                ? [.. File.ReadLines(file).Select(static line => JsonSerializer.Deserialize<NotedJob>(line, Lines)!)]
                : [];
        }
        catch (JsonException error)
        {
            throw LetheException.BadFile($"{file} is damaged: {error.Message} Delete it: then Slurm's jobs are not asked after.", error);
        }
    }

    /// <summary>The line without a number, cut where the number comes.</summary>
    public static (string Before, string After) Cut(int wave, string folder)
    {
        var parts = JsonSerializer.Serialize(new NotedJob("#", wave, folder), Lines).Split('#', 2);
        return (parts[0], parts[1]);
    }
}
