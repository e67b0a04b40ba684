using Lethe.Cli.Views;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Interactive.Runs;
using Lethe.Tests.Experiments;
using Spectre.Console.Testing;

namespace Lethe.Tests.Cli;

public sealed class RunViewTests
{
    private readonly Clock clock = new();

    [Fact]
    public void It_shows_all_cells_the_current_one_and_its_training()
    {
        var state = new RunState("lau (quick)", 8, clock);
        foreach (var happened in Events())
        {
            state.Apply(happened);
        }
        clock.Seconds = 95;
        Draws(state, "run-view");
    }

    [Fact]
    public void Before_the_first_event_it_shows_an_empty_bar() => Draws(new("lau-utility (smoke)", 4, clock), "run-view-start");

    [Fact]
    public void The_log_has_one_line_an_event_and_one_an_epoch()
    {
        var output = new StringWriter { NewLine = "\n" };
        var log = new RunLog(output);
        foreach (var happened in Events())
        {
            log.Report(happened);
        }
        Snapshot.Match(output.ToString(), "run-log", "Cli");
    }

    [Fact]
    public void Time_left_follows_the_cells_that_were_computed()
    {
        var state = new RunState("lau", 5, clock);
        state.Apply(new CellSkipped(TestRecords.Cell(), "has a record"));
        Assert.Null(state.Left);
        state.Apply(new CellFinished(TestRecords.Record()));
        clock.Seconds = 10;
        Assert.Equal(TimeSpan.FromSeconds(30), state.Left);
    }

    [Fact]
    public void Only_the_last_lines_are_kept()
    {
        var state = new RunState("lau", 100, clock);
        for (var i = 0; i < 50; i++)
        {
            state.Apply(new CellFinished(TestRecords.Record()));
        }
        Assert.Equal(8, state.Lines.Count);
    }

    private static IEnumerable<ExperimentEvent> Events()
    {
        var (original, retrain, fisher) = (TestRecords.Cell("original"), TestRecords.Cell("retrain"), TestRecords.Cell("fisher"));
        yield return new CellSkipped(TestRecords.Cell("lau"), "has a record");
        yield return new CellStarted(original, 2, 8);
        yield return new CellStage(original, "training the original");
        yield return Training(original, 1, 40);
        yield return Training(original, 1, 79);
        yield return Training(original, 1, 79);
        yield return Training(original, 2, 79);
        yield return new CellFinished(TestRecords.Record(original, seconds: 62.5));
        yield return new CellStarted(fisher, 3, 8);
        yield return new CellFinished(
            TestRecords.Record(fisher) with
            {
                Status = RunStatus.Failed,
                Error = "the loss is not finite [step 3]",
            }
        );
        yield return new CellStarted(retrain, 4, 8);
        yield return new CellStage(retrain, "retraining");
        yield return Training(retrain, 3, 20);
    }

    private static CellTraining Training(Cell cell, int epoch, int step) =>
        new(
            cell,
            cell.Method == "retrain" ? "retraining" : "training the original",
            new(epoch, 4, step, 79, 0.43215, 85.25, 0.1, 1234.5, 312, TimeSpan.FromSeconds(42))
        );

    private static void Draws(RunState state, string snapshot)
    {
        using var console = new TestConsole().Width(120);
        console.Write(RunView.Of(state));
        Snapshot.Match(string.Join('\n', console.Lines.Select(static line => line.TrimEnd())) + "\n", snapshot, "Cli");
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(1000 * Seconds);
    }
}
