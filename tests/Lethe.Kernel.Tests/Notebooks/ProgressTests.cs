using Lethe.Experiments.Runs;
using Lethe.Notebooks;

namespace Lethe.Kernel.Tests.Notebooks;

public sealed class ProgressTests : IDisposable
{
    private const string Training = """
        RunDisplay.Show("training", run =>
        {
            for (var step = 1; step <= 300; step++)
            {
                run.Report(new TrainingProgress(1 + (step - 1) / 100, 3, 1 + (step - 1) % 100, 100, 3.0 / step, 50, 0.1, 1000, 10, TimeSpan.Zero));
            }
            return 0;
        });
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("lethe-progress").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Only_the_last_state_of_a_run_is_in_the_notebook()
    {
        var outputs = Run(new(), Training).Result.Cells[0].Outputs;
        var display = Assert.Single(outputs);
        Assert.Equal("display_data", display["output_type"]!.ToString());
        Assert.Equal(["text/html", "text/plain"], display["data"]!.AsObject().Select(static form => form.Key).Order());
        var html = string.Concat(display["data"]!["text/html"]!.AsArray().Select(static line => line!.ToString()));
        Assert.Contains("training: 3 epochs in 0:0", html, StringComparison.Ordinal);
        Assert.DoesNotContain("images/s", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_stopped_says_so_in_its_place()
    {
        var (report, result) = Run(
            new() { Timeout = TimeSpan.FromSeconds(3) },
            """
            RunDisplay.Show("endless", run =>
            {
                run.Report(new TrainingProgress(2, 3, 5, 10, 1, 50, 0.1, 1000, 10, TimeSpan.Zero));
                while (true)
                {
                    CellToken.ThrowIfCancellationRequested();
                    Thread.Sleep(10);
                }
                return 0;
            });
            """
        );
        Assert.Equal(NotebookStatus.TimedOut, report.Status);
        Assert.Contains(
            "endless: stopped in epoch 2 of 3.",
            result.Cells[0].Outputs[0]["data"]!["text/plain"]!.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_experiment_stops_with_its_cell()
    {
        var (_, result) = Run(new(), "NotebookHost.Cancellation() == CellToken && CellToken.CanBeCanceled");
        Assert.Contains("True", result.Cells[0].Outputs[0]["data"]!["text/plain"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_and_frames_are_shown_without_being_asked_to()
    {
        var (report, result) = Run(
            new(),
            "var table = ExperimentCatalog.All.Get(\"lau\").Tables[0].Build(new(Array.Empty<RunRecord>(), \"fashion-mnist\", "
                + "\"quick\", null)); table",
            "table.ToFrame()"
        );
        Assert.Equal(NotebookStatus.Ok, report.Status);
        Assert.All(
            result.Cells,
            static cell =>
            {
                var data = cell.Outputs[0]["data"]!.AsObject();
                Assert.Equal(["text/html", "text/plain"], data.Select(static form => form.Key).Order());
                Assert.Contains("lethe-table", data["text/html"]!.ToString(), StringComparison.Ordinal);
            }
        );
    }

    private (RunReport Report, NotebookFile Result) Run(RunOptions options, params string[] cells)
    {
        var input = Path.Combine(folder, "n.ipynb");
        File.WriteAllText(input, Sample.Json([.. cells.Select(static cell => Sample.Code(cell))]));
        var report = new NotebookRunner(options).Run(input, Path.Combine(folder, "out", "n.ipynb"), TestContext.Current.CancellationToken);
        return (report, NotebookFile.Read(report.Output));
    }
}
