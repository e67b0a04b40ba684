using Lethe.Experiments.Plans;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Runtime;
using Lethe.Tests.Data;
using Lethe.Tests.Runtime;

namespace Lethe.Tests.Experiments.Plans;

/// <summary>A plan, done in shares.</summary>
public sealed class PlanRunTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();
    private readonly TemporaryHome home = new();

    public void Dispose()
    {
        home.Dispose();
        folder.Dispose();
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Waves_and_shares_come_to_what_one_run_comes_to()
    {
        var plan = PlanFile.Of(Request("shares"));
        Assert.Equal(2, plan.Tasks.Count(static task => task.Wave == 0));
        Assert.Equal(3, plan.Tasks.Count(static task => task.Wave == 1));
        plan.Write(folder["plan.jsonl"]);
        plan = PlanFile.Read(folder["plan.jsonl"]);

        Assert.Equal(3, Do(plan, Shard.Whole, wave: 1).Refused); // nothing has been trained
        Assert.Empty(new RecordStore(folder["shares"]).All());
        for (var wave = 0; wave < 2; wave++)
        {
            for (var share = 0; share < 2; share++)
            {
                Assert.Equal(0, Do(plan, new(share, 2), wave).Refused);
            }
        }
        var store = new RecordStore(folder["shares"]);
        Assert.True(store.Fold());

        using var other = new TemporaryHome();
        using var serial = new ExperimentRunner(Request("serial"));
        serial.Run(TestContext.Current.CancellationToken);
        Assert.Equal(Metrics(serial.Records), Metrics(store));
        Assert.All(store.All(), static record => Assert.True(record.Cost!.Seconds > 0));
        Assert.Empty(PlanFile.Of(Request("shares")).Tasks);
        Assert.Equal(5, PlanFile.Of(Request("shares"), all: true).Tasks.Count);
        Assert.All(PlanFile.Of(Request("shares"), all: true).Tasks, static task => Assert.NotNull(task.Seconds));
    }

    // lau's own originals, among others, stand in a second table.
    [Fact]
    public void A_cell_of_several_tables_is_planned_once()
    {
        var request = new ExperimentRequest
        {
            Tables = ["all"],
            Profile = "smoke",
            Out = folder["all"],
        };
        using var runner = new ExperimentRunner(request);
        var (cells, tasks) = (runner.Plan().Select(static cell => cell.Id), PlanFile.Of(request).Tasks);

        Assert.Distinct(cells);
        Assert.Distinct(tasks.Select(static task => task.Id));
        Assert.Equal(cells.Order(), tasks.Where(static task => task.Wave == 1).Select(static task => task.Id).Order());
    }

    // Its networks are other ones than those of this processor.
    [Fact]
    public void A_plan_can_be_made_for_a_GPU_that_is_not_here()
    {
        var (here, there) = (PlanFile.Of(Request("shares")), PlanFile.Of(Request("shares") with { Device = "cuda" }));
        Assert.Equal(here.Tasks.Count, there.Tasks.Count);
        Assert.Empty(here.Tasks.Select(static task => task.Id).Intersect(there.Tasks.Select(static task => task.Id)));
        Assert.All(there.Tasks, static task => Assert.Null(task.Seconds)); // what a processor took says nothing
        Assert.Null(there.Header.Time);
    }

    [Fact]
    public void Measured_steps_give_what_trainings_will_take()
    {
        File.WriteAllText(
            folder["bench.json"],
            """{"results":[{"name":"resnet18","unit":"ms","images":128,"ours":[1,25.6,99]},{"name":"diffusion","unit":"ms","ours":[9]}]}"""
        );
        var steps = MeasuredSteps.Read(folder["bench.json"]);
        Assert.Equal(0.0002, Assert.Single(steps).Value, 1e-9);
        var plan = PlanFile.Of(Request("shares") with { Models = ["resnet18"] }, time: TimeSpan.FromMinutes(1), imageSeconds: steps);
        Assert.Equal(TimeSpan.FromMinutes(1), plan.Header.Time);
        Assert.All(plan.Tasks.Where(static task => task.Wave == 0), static task => Assert.InRange(task.Seconds!.Value, 0.01, 60));
        Assert.All(plan.Tasks.Where(static task => task.Wave == 1), static task => Assert.Null(task.Seconds));
        File.WriteAllText(folder["bench.json"], "{}");
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => MeasuredSteps.Read(folder["bench.json"])).ExitCode);
    }

    [Fact]
    public void Who_has_nothing_left_helps_the_others()
    {
        var plan = PlanFile.Of(Request("shares"));
        // Of two shares of one network's tasks one is empty.
        using var helper = new ShareRun(plan, new(1, 2)) { Helps = true };
        Assert.Equal(3, helper.Run(TestContext.Current.CancellationToken).Count);
    }

    // With a training each, and its cells from both ends.
    [Theory]
    [Trait("Speed", "slow")]
    [InlineData(0, "original", "original retrain logit-mask")]
    [InlineData(1, "retrain", "logit-mask retrain original")]
    public void All_begin_with_the_network_that_costs_least(int share, string training, string cells)
    {
        var plan = PlanFile.Of(Request("shares") with { Models = ["resnet18", "vgg16"] });
        var soonest = Shares.Soonest(plan.Tasks).Select(static task => task.Id).ToHashSet();
        Assert.Equal(5, soonest.Count);
        var events = new List<ExperimentEvent>();
        using var run = new ShareRun(plan, new(share, 2)) { Helps = true, Progress = new Relay<ExperimentEvent>(events.Add) };
        Assert.Equal(6, run.Run(TestContext.Current.CancellationToken).Count);
        var first = events.OfType<TrainingStarted>().First().Network;
        var finished = events.OfType<CellFinished>().Select(static one => one.Record).ToList();
        Assert.StartsWith(training, first, StringComparison.Ordinal);
        Assert.Equal(cells, string.Join(' ', finished.Take(3).Select(static record => record.Cell.Method)));
        Assert.All(finished.Take(3), record => Assert.Contains(record.Id, soonest));
        Assert.Equal(6, finished.Select(static record => record.Id).Distinct().Count());
    }

    [Fact]
    public void A_plan_of_another_version_is_refused()
    {
        var plan = PlanFile.Of(Request("shares"));
        plan = plan with { Tasks = [.. plan.Tasks, plan.Tasks[0] with { Id = "0000000000000000" }] };
        var error = Assert.Throws<LetheException>(() => Do(plan, Shard.Whole, null));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains("1 of the plan's 6 tasks", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData(
        "{\"plan\":99,\"made\":\"2026-01-01T00:00:00Z\",\"commit\":\"c\",\"hardware\":\"h\",\"request\":{\"tables\":[],\"out\":\"o\"}}"
    )]
    public void What_is_no_plan_is_refused(string text)
    {
        File.WriteAllText(folder["plan.jsonl"], text);
        Assert.Equal(ExitCode.BadFile, Assert.Throws<LetheException>(() => PlanFile.Read(folder["plan.jsonl"])).ExitCode);
    }

    private ExperimentRequest Request(string name) =>
        new()
        {
            Tables = ["lau"],
            Profile = "smoke",
            Models = ["resnet18"],
            Methods = ["original", "retrain", "logit-mask"],
            Out = folder[name],
        };

    private static ShareRun Do(PlanFile plan, Shard shard, int? wave)
    {
        using var run = new ShareRun(plan, shard) { Wave = wave };
        run.Run(TestContext.Current.CancellationToken);
        return run;
    }

    private static IEnumerable<string> Metrics(RecordStore store) =>
        from record in store.Latest()
        where record.Cell.Experiment != TrainingJob.Experiment
        orderby record.Id
        from metric in record.Metrics
        where !metric.Key.EndsWith("seconds", StringComparison.Ordinal)
        select string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{record.Id} {metric.Key} {metric.Value:R}");
}
