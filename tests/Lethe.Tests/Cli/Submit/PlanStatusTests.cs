using Lethe.Cli.Submit;
using Lethe.Experiments.Plans;
using Lethe.Experiments.Records;
using Lethe.Tests.Experiments;
using static Lethe.Tests.Cli.Submit.TestPlan;
using TemporaryFolder = Lethe.Tests.Data.TemporaryFolder;

namespace Lethe.Tests.Cli.Submit;

public sealed class PlanStatusTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Records_and_claims_decide_before_anything_else()
    {
        var status = Of([Network(0), Network(1), Network(2)], [Done(0), Failed(1, "not a number")], owned: 2);

        Assert.Equal([TaskState.Done, TaskState.Failed, TaskState.Running], States(status));
        Assert.Equal([null, "not a number", "process 17 on n1"], status.Tasks.Select(static one => one.Why));
    }

    [Fact]
    public void A_cell_waits_for_its_network_and_is_refused_when_that_failed()
    {
        PlanTask[] tasks = [Network(0), Network(1), Network(2), Cell(0, 0), Cell(1, 1), Cell(2, 2), Cell(3, 99)];
        var status = Of(tasks, [Done(0), Failed(1, "not a number")]);

        Assert.Equal([TaskState.Waiting, TaskState.Refused, TaskState.Waiting, TaskState.Waiting], States(status)[3..]);
        Assert.Equal(
            [
                "nobody has been asked to do it: `lethe run`, or `lethe submit`",
                "the network that it stands on failed: not a number",
                "for the network that it stands on",
                "nobody has been asked to do it: `lethe run`, or `lethe submit`",
            ],
            status.Tasks.Skip(3).Select(static one => one.Why)
        );
        Assert.Equal((1, 0, 1), (status.Count(TaskState.Done, 0), status.Count(TaskState.Done, 1), status.Count(TaskState.Refused, 1)));
    }

    [Fact]
    public void Slurm_says_why_a_task_waits()
    {
        var status = Of(
            [Network(0)],
            [],
            new QueuedJob(new("7", 0, "runs"), [("RUNNING", "None"), ("PENDING", "Priority"), ("PENDING", "Priority")])
        );
        Assert.Equal("job 7: 1 running, 2 pending (Priority)", status.Tasks[0].Why);
    }

    [Fact]
    public void When_the_jobs_are_over_what_is_left_is_lost_or_refused()
    {
        var status = Of(
            [Network(0), Network(1), Cell(0, 0), Cell(1, 1)],
            [Done(0)],
            new QueuedJob(new("7", 0, "runs"), []),
            new QueuedJob(new("8", 1, "runs"), [])
        );
        Assert.Equal([TaskState.Done, TaskState.Waiting, TaskState.Waiting, TaskState.Refused], States(status));
        Assert.StartsWith("its job has ended without it", status.Tasks[1].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_counts_and_explains()
    {
        var path = Write(folder, [Network(0), Cell(0, 0), Cell(1, 0)]);
        var run = await CommandRun.Of("status", path);
        Assert.Equal(0, run.Code);
        Assert.Contains("2 waiting (LAU, seed 0, …): for the network that it stands on", run.Out, StringComparison.Ordinal);

        var json = await CommandRun.Of("status", path, "--json");
        using var read = System.Text.Json.JsonDocument.Parse(json.Out);
        Assert.Equal(3, read.RootElement.GetProperty("counts").GetProperty("waiting").GetInt32());

        (await CommandRun.Of("status", folder["none.jsonl"])).IsRefused(Lethe.Runtime.ExitCode.NotFound, "none.jsonl");
    }

    private PlanStatus Of(IEnumerable<PlanTask> tasks, IEnumerable<(string Id, RunRecord Record)> records, params QueuedJob[] jobs) =>
        Of(tasks, records, null, jobs);

    private PlanStatus Of(
        IEnumerable<PlanTask> tasks,
        IEnumerable<(string Id, RunRecord Record)> records,
        int? owned,
        params QueuedJob[] jobs
    ) =>
        PlanStatus.Of(
            TestPlan.Of(folder, tasks),
            records.ToDictionary(static one => one.Id, static one => one.Record),
            static _ => false,
            task => owned is { } number && task.Id == Id(number) ? "process 17 on n1" : null,
            jobs
        );

    private static TaskState[] States(PlanStatus status) => [.. status.Tasks.Select(static one => one.State)];

    private static (string Id, RunRecord Record) Done(int number) => (Id(number), TestRecords.Record() with { Id = Id(number) });

    private static (string Id, RunRecord Record) Failed(int number, string why) =>
        (Id(number), TestRecords.Record() with { Id = Id(number), Status = RunStatus.Failed, Error = why });
}
