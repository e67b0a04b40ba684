using System.Xml.Linq;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Interactive;
using Lethe.Tests.Experiments;
using Lethe.Training;
using Microsoft.DotNet.Interactive.Formatting;

namespace Lethe.Tests.Interactive;

public sealed class RunDisplayTests
{
    private readonly ManualClock clock = new();
    private readonly List<string> shown = [];
    private readonly StringWriter console = new() { NewLine = "\n" };

    [Fact]
    public void In_the_middle_it_shows_the_cell_and_its_training()
    {
        using var run = Notebook("lau (quick)");
        Play(run);
        clock.Advance(15);
        Snapshot.Match(shown[^1], "run-middle", "Interactive");
        _ = XDocument.Parse($"<page>{shown[^1]}</page>");
    }

    [Fact]
    public void At_the_end_it_shows_what_was_done_and_the_last_curve()
    {
        var run = Notebook("lau (quick)");
        Play(run);
        Finish(run);
        run.Dispose();
        Snapshot.Match(shown[^1], "run-end", "Interactive");
        Snapshot.Match(run.ToDisplayString(PlainTextFormatter.MimeType), "run-end-text", "Interactive");
        _ = XDocument.Parse($"<page>{shown[^1]}</page>");
    }

    [Fact]
    public void The_end_is_the_same_however_fast_the_reports_came()
    {
        var (slow, fast) = (Notebook("lau"), Notebook("lau"));
        Play(slow);
        Finish(slow);
        Play(fast, every: 80);
        Finish(fast, every: 80);
        clock.Advance(20);
        slow.Dispose();
        var first = shown[^1];
        fast.Dispose();
        Assert.Equal(first, shown[^1]);
    }

    [Fact]
    public void It_is_one_display_that_is_updated_four_times_a_second()
    {
        var (displays, updates) = (0, 0);
        using var run = new RunDisplay(
            "t",
            _ =>
            {
                displays++;
                return _ => updates++;
            },
            console,
            clock
        );
        for (var i = 1; i <= 1000; i++)
        {
            run.Report(Epoch(1, i, 1000));
            clock.Advance(0.01);
        }
        Assert.Equal(1, displays);
        Assert.InRange(updates, 36, 40);
        Assert.Empty(console.ToString());
    }

    [Fact]
    public void The_last_state_always_arrives()
    {
        var run = Notebook("training");
        run.Report(Epoch(3, 9, 10));
        run.Report(Epoch(3, 10, 10));
        Assert.Single(shown);
        run.Dispose();
        Assert.Contains("training: 3 epochs in 0:00.", shown[^1], StringComparison.Ordinal);
        run.Report(Epoch(1, 1, 10));
        run.Dispose();
        clock.Advance(100);
        Assert.Equal(2, shown.Count);
    }

    [Fact]
    public void It_arrives_too_when_the_work_fails()
    {
        var run = Notebook("training");
        try
        {
            using (run)
            {
                run.Report(Epoch(2, 5, 10));
                throw new OperationCanceledException();
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Contains("training: stopped in epoch 2 of 3.", shown[^1], StringComparison.Ordinal);
        }
        var cells = Notebook("lau");
        cells.Expect(8);
        cells.Report(new CellFinished(TestRecords.Record()));
        cells.Dispose();
        Assert.Contains("lau: stopped after 1 of 8 cells, 1 computed in 0:00.", shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_finds_all_its_records_says_no_time()
    {
        var run = Notebook("lau");
        run.Expect(2);
        run.Report(new CellSkipped(TestRecords.Cell("original"), "has a record"));
        run.Report(new CellSkipped(TestRecords.Cell("lau"), "has a record"));
        clock.Advance(7);
        run.Dispose();
        Assert.Contains("<span>lau: 2 cells, 2 kept.</span>", shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_reported_its_clock_goes_on()
    {
        using var run = Notebook("t");
        clock.Advance(62);
        Assert.Equal(63, shown.Count);
        Assert.Contains("1:02", shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_a_notebook_it_prints_at_most_a_line_a_second()
    {
        using (var run = new RunDisplay("lau (quick)", null, console, clock))
        {
            Play(run, pause: 0.1);
            Finish(run);
        }
        Snapshot.Match(console.ToString(), "run-console", "Interactive");
    }

    [Fact]
    public void Another_culture_changes_nothing_and_whatever_a_cell_says_is_escaped()
    {
        const string Evil = "<script>\"&";
        var run = Notebook(Evil);
        var cell = TestRecords.Cell(Evil, dataset: Evil);
        run.Report(new CellStarted(cell, 1, 2));
        run.Report(new CellTraining(cell, Evil, Epoch(1, 5, 10)));
        run.Report(new CellTraining(cell, Evil, Epoch(2, 10, 10)));
        clock.Advance(1.5);
        var expected = shown[^1];
        using (new GermanNumbers())
        {
            Assert.Equal(expected, run.ToDisplayString(HtmlFormatter.MimeType));
        }
        run.Report(new CellFinished(TestRecords.Record(cell) with { Status = RunStatus.Failed, Error = Evil }));
        run.Dispose();
        Assert.DoesNotContain("<script", expected + shown[^1], StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", expected, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", shown[^1], StringComparison.Ordinal);
    }

    private RunDisplay Notebook(string title) =>
        new(
            title,
            first =>
            {
                shown.Add(first.ToDisplayString(HtmlFormatter.MimeType));
                return next => shown.Add(next.ToDisplayString(HtmlFormatter.MimeType));
            },
            console,
            clock
        );

    // One record is there, one cell fails, and the next is in the third of its four epochs.
    private void Play(RunDisplay run, int every = 20, double pause = 1)
    {
        var (original, fisher, retrain) = (TestRecords.Cell("original"), TestRecords.Cell("fisher"), TestRecords.Cell("retrain"));
        run.Expect(4);
        run.Report(new CellSkipped(TestRecords.Cell("lau"), "has a record"));
        run.Report(new CellStarted(original, 2, 4));
        run.Report(new CellStage(original, "training the original"));
        clock.Advance(20 * pause);
        run.Report(new CellFinished(TestRecords.Record(original, seconds: 62.5)));
        run.Report(new CellStarted(fisher, 3, 4));
        run.Report(
            new CellFinished(TestRecords.Record(fisher) with { Status = RunStatus.Failed, Error = "the loss is not finite <step 3>" })
        );
        run.Report(new CellStarted(retrain, 4, 4));
        run.Report(new CellStage(retrain, "retraining"));
        foreach (
            var training in Retraining(every)
                .Where(static training => (training.Progress.Epoch, training.Progress.Step).CompareTo((3, 40)) <= 0)
        )
        {
            run.Report(training);
            clock.Advance(pause);
        }
    }

    private static void Finish(RunDisplay run, int every = 20)
    {
        foreach (
            var training in Retraining(every)
                .Where(static training => (training.Progress.Epoch, training.Progress.Step).CompareTo((3, 40)) > 0)
        )
        {
            run.Report(training);
        }
        run.Report(new CellFinished(TestRecords.Record(TestRecords.Cell("retrain"))));
    }

    private static IEnumerable<CellTraining> Retraining(int every)
    {
        var cell = TestRecords.Cell("retrain");
        return from epoch in Enumerable.Range(1, 4)
            from step in Enumerable.Range(1, 80)
            where step % every == 0
            let at = ((epoch - 1) * 80) + step
            select new CellTraining(
                cell,
                "retraining",
                new(
                    epoch,
                    4,
                    step,
                    80,
                    2.3 * Math.Exp(-at / 120.0),
                    100 - (80 * Math.Exp(-at / 100.0)),
                    0.1,
                    1234.5,
                    312,
                    TimeSpan.FromSeconds((320 - at) / 4.0)
                )
            );
    }

    private static TrainingProgress Epoch(int epoch, int step, int steps) =>
        new(epoch, 3, step, steps, 1.25, 50, 0.1, 1000, 10, TimeSpan.FromSeconds(5));
}
