using Lethe.Cli.Submit;
using Lethe.Experiments.Plans;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe status</c>: how far a plan is.</summary>
internal static class StatusCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "status",
            "Shows how far a plan is: how many of its trainings and cells are done, running, failed, waiting or refused, and why. It reads "
                + "records and claims, and asks Slurm after the jobs that `lethe submit` noted. Exit code 1 if one failed or was refused.",
            ("lethe status plan.jsonl", "counts, reasons, and Slurm's jobs"),
            ("lethe status plan.jsonl --json", "each task, for a program")
        );
        var plan = new Argument<string>("PLAN") { Description = "A plan by `lethe plan`." };
        command.Add(plan);
        var output = command.Text(
            "--out",
            "Where its records are. [default: where it was submitted to, else the plan's own folder]",
            "DIR"
        );
        var json = command.With(CommonOptions.Json());
        return command.Runs((given, _) => Run(terminal, given.GetRequiredValue(plan), given.GetValue(output), given.GetValue(json)));
    }

    private static ExitCode Run(Terminal terminal, string path, string? output, bool asJson)
    {
        var plan = PlanFile.Read(path);
        var noted = NotedJob.Read(path);
        var folder = Path.GetFullPath(output ?? (noted.Count > 0 ? noted[^1].Out : plan.Header.Request.Out));
        var store = new RecordStore(folder);
        var records = store.Latest().ToDictionary(static record => record.Id);
        var jobs = noted.Select(static job => new QueuedJob(job, Slurm.Queue(job.Job))).ToList();
        var status = PlanStatus.Of(plan, records, Trained(plan), task => store.ClaimantOf(task.Id), jobs);
        if (asJson)
        {
            StatusView.WriteJson(terminal.Out, folder, status);
        }
        else
        {
            StatusView.Write(terminal, folder, status);
        }
        return status.Tasks.Any(static one => one.State is TaskState.Failed or TaskState.Refused) ? ExitCode.Failed : ExitCode.Ok;
    }

    // Also those that the tasks of another plan have trained since this one was made.
    private static Func<PlanTask, bool> Trained(PlanFile plan)
    {
        using var runner = new ExperimentRunner(plan.Header.Asked);
        var ids = plan.Tasks.Select(static task => task.Id).ToHashSet();
        var work = runner.Select(ids.Contains);
        var there = work.Where(static one => one.Training is { Network.IsThere: true }).Select(static one => one.Id).ToHashSet();
        return task => there.Contains(task.Id);
    }
}
