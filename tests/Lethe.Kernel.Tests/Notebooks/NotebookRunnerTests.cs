using Lethe.Notebooks;

namespace Lethe.Kernel.Tests.Notebooks;

public sealed class NotebookRunnerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lethe-runner").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Outputs_stand_as_a_front_end_would_have_left_them()
    {
        var (report, result) = Run(
            new(),
            Sample.Text("# T"),
            Sample.Code("Console.Write(\"a\"); Console.Write(\"b\"); var d = display(\"first\");"),
            Sample.Code("d.Update(\"second\"); 42"),
            Sample.Code("display(1); ClearOutput(wait: true); display(2);")
        );

        Assert.Equal(NotebookStatus.Ok, report.Status);
        var code = result.Cells.Where(static cell => cell.IsCode).ToList();
        Assert.Equal([1, 2, 3], code.Select(static cell => cell.ExecutionCount));
        Assert.Equal(
            """{"name":"stdout","output_type":"stream","text":["ab"]}|{"data":{"text/plain":["second"]},"metadata":{},"output_type":"display_data"}""",
            Flat(code[0])
        );
        Assert.Equal("""{"data":{"text/plain":["42"]},"execution_count":2,"metadata":{},"output_type":"execute_result"}""", Flat(code[1]));
        Assert.Equal("""{"data":{"text/plain":["2"]},"metadata":{},"output_type":"display_data"}""", Flat(code[2]));
    }

    [Fact]
    public void The_same_notebook_gives_the_same_bytes()
    {
        var cells = new[]
        {
            Sample.Code("var r = new Random(1); display(r.Next()); new { A = 1 }"),
            Sample.Code("throw new Exception(\"x\");", "raises-exception"),
        };
        Run(new(), cells);
        var first = File.ReadAllBytes(Path.Combine(folder, "out", "n.ipynb"));
        Run(new(), [.. cells.Select(static cell => (System.Text.Json.Nodes.JsonObject)cell.DeepClone())]);

        Assert.Equal(first, File.ReadAllBytes(Path.Combine(folder, "out", "n.ipynb")));
    }

    [Fact]
    public void A_failed_cell_ends_the_run_and_its_copy_is_written()
    {
        var (report, result) = Run(new(), Sample.Code("1"), Sample.Code("throw new InvalidOperationException(\"no\");"), Sample.Code("3"));

        Assert.Equal(NotebookStatus.Failed, report.Status);
        Assert.Equal([CellState.Ok, CellState.Failed, CellState.NotRun], report.Cells.Select(static cell => cell.State));
        Assert.Equal("InvalidOperationException: no", report.Cells[1].Error);
        Assert.Equal("error", result.Cells[1].Outputs[0]["output_type"]!.ToString());
        Assert.Null(result.Cells[2].ExecutionCount);
    }

    [Fact]
    public void Or_goes_on_if_told_so()
    {
        var (report, _) = Run(new() { KeepGoing = true }, Sample.Code("throw new Exception();"), Sample.Code("2"));

        Assert.Equal(NotebookStatus.Failed, report.Status);
        Assert.Equal([CellState.Failed, CellState.Ok], report.Cells.Select(static cell => cell.State));
    }

    [Fact]
    public void Tags_leave_cells_out_and_expect_exceptions()
    {
        var (report, _) = Run(
            new() { With = ["gpu"] },
            Sample.Code("throw new Exception();", "slow"),
            Sample.Code("1", "gpu"),
            Sample.Code("throw new Exception();", "raises-exception")
        );

        Assert.Equal(NotebookStatus.Ok, report.Status);
        Assert.Equal([CellState.Skipped, CellState.Ok, CellState.Ok], report.Cells.Select(static cell => cell.State));
        Assert.Equal(NotebookStatus.Failed, Run(new(), Sample.Code("1", "raises-exception")).Report.Status);
    }

    [Fact]
    public void A_cell_that_takes_too_long_is_stopped()
    {
        var (report, _) = Run(
            new() { Timeout = TimeSpan.FromSeconds(1.5), KeepGoing = true },
            Sample.Code("while (true) { }"),
            Sample.Code("2")
        );

        Assert.Equal(NotebookStatus.TimedOut, report.Status);
        Assert.Equal([CellState.TimedOut, CellState.NotRun], report.Cells.Select(static cell => cell.State));
    }

    [Fact]
    public void A_person_stops_it_and_the_copy_is_written()
    {
        using var stop = new CancellationTokenSource();
        var input = Write(Sample.Code("var a = 1; a"), Sample.Code("while (true) { }"));
        var runner = new NotebookRunner(
            new(),
            (cell, _) =>
            {
                if (cell is { Index: 2, State: CellState.NotRun })
                {
                    stop.CancelAfter(500);
                }
            }
        );
        var report = runner.Run(input, Path.Combine(folder, "out", "n.ipynb"), stop.Token);

        Assert.Equal(NotebookStatus.Interrupted, report.Status);
        Assert.Equal(1, NotebookFile.Read(report.Output).Cells[0].ExecutionCount);
    }

    [Fact]
    public void Parameters_are_set_after_their_cell()
    {
        var (report, result) = Run(
            new()
            {
                Parameters = new Dictionary<string, string> { ["epochs"] = "7", ["name"] = "a \"b\"" },
            },
            Sample.Code("int epochs = 3;\nstring name = \"x\";", "parameters"),
            Sample.Code("$\"{name} {epochs}\"")
        );

        Assert.Equal(NotebookStatus.Ok, report.Status);
        Assert.Equal(["injected-parameters"], result.Cells[1].Tags);
        Assert.Contains("a \\u0022b\\u0022 7", Flat(result.Cells[2]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("depth", "3", "It has: epochs, name, k, fixedly, day.")]
    [InlineData("epochs", "3; while (true) { }", "is no value")]
    [InlineData("epochs", "", "is no value")]
    [InlineData("epochs", "false", "'false' is no value for the parameter 'epochs' of n.ipynb, which is of type int.")]
    [InlineData("epochs", "1.5", "which is of type int")]
    [InlineData("day", "Someday", "which is of type DayOfWeek: Sunday, Monday,")]
    [InlineData("k", "4", "a constant cannot be set")]
    [InlineData("fixedly", "4", "a constant cannot be set")]
    public void A_parameter_that_does_not_fit_is_an_error_before_anything_runs(string name, string value, string message)
    {
        var options = new RunOptions { Parameters = new Dictionary<string, string> { [name] = value } };

        var error = Assert.Throws<NotebookException>(() =>
            Run(
                options,
                Sample.Code(
                    "int epochs = 3; var name = \"x\"; const int k = 3; readonly int fixedly = 3; var day = DayOfWeek.Monday;",
                    "parameters"
                )
            )
        );
        Assert.Equal(NotebookStatus.BadParameter, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_only_earlier_cells_could_judge_is_a_bad_parameter_when_it_is_set() =>
        Assert.Equal(
            NotebookStatus.BadParameter,
            Run(
                new() { Parameters = new Dictionary<string, string> { ["own"] = "false" } },
                Sample.Code("class Own;"),
                Sample.Code("Own own = new();", "parameters")
            ).Report.Status
        );

    [Theory]
    [InlineData("bool on = false;", "on", "True", "True")]
    [InlineData("float f = 1f;", "f", "0.5", "0.5")]
    [InlineData("var f = 1f;", "f", "0.1", "0.1")]
    [InlineData("double d = 1;", "d", "3", "3")]
    [InlineData("double? d = null;", "d", "1e-3", "0.001")]
    [InlineData("decimal m = 1m;", "m", "1.50", "1.50")]
    [InlineData("long n = 1;", "n", "12345678901", "12345678901")]
    [InlineData("int? n = 1;", "n", "null", "")]
    [InlineData("var n = 1;", "n", "2 * 3", "6")]
    [InlineData("byte b = 1;", "b", "255", "255")]
    [InlineData("char c = 'a';", "c", "'", "'")]
    [InlineData("string? s = null;", "s", "a \"b\" \\ c", "a \"b\" \\ c")]
    [InlineData("var day = DayOfWeek.Monday;", "day", "friday", "Friday")]
    [InlineData("DateTime when = default;", "when", "2026-03-01", "03/01/2026 00:00:00")]
    [InlineData("DateOnly day = default;", "day", "2026-03-01", "03/01/2026")]
    [InlineData("var pause = TimeSpan.Zero;", "pause", "00:01:30", "00:01:30")]
    [InlineData("int[] sizes = [1];", "sizes", "[1, 2]", "System.Int32[]")]
    public void A_value_is_fitted_to_the_type_that_is_declared(string declaration, string name, string value, string shown)
    {
        var (report, result) = Run(
            new() { Parameters = new Dictionary<string, string> { [name] = value } },
            Sample.Code(declaration, "parameters"),
            Sample.Code($"Console.Write({name});")
        );

        Assert.Equal(NotebookStatus.Ok, report.Status);
        Assert.Equal(shown, string.Concat(result.Cells[2].Outputs.Select(static output => NotebookCell.Join(output["text"]))));
    }

    [Theory]
    [InlineData("dotnet_interactive", "language", "csharp")]
    [InlineData("polyglot_notebook", "kernelName", "C#")]
    [InlineData("vscode", "languageId", "dotnet-interactive.csharp")]
    [InlineData("vscode", "languageId", "polyglot-notebook.csharp")]
    [InlineData("vscode", "languageId", "polyglot-notebook")]
    [InlineData("vscode", "languageId", "cs")]
    public void CSharp_has_many_names(string editor, string key, string language)
    {
        var cell = Sample.Code("1");
        cell["metadata"] = new System.Text.Json.Nodes.JsonObject { [editor] = new System.Text.Json.Nodes.JsonObject { [key] = language } };

        Assert.Equal(NotebookStatus.Ok, Run(new(), cell).Report.Status);
    }

    [Fact]
    public void A_language_that_is_shown_has_an_old_name_too()
    {
        var cell = Sample.Code("<b>x</b>");
        cell["metadata"] = System.Text.Json.Nodes.JsonNode.Parse("""{"vscode": {"languageId": "dotnet-interactive.html"}}""");

        Assert.Equal("<b>x</b>", NotebookCell.Join(Run(new(), cell).Result.Cells[0].Outputs[0]["data"]!["text/html"]));
    }

    [Fact]
    public void A_notebook_without_parameters_takes_none() =>
        Assert.Contains(
            "takes no parameters",
            Assert
                .Throws<NotebookException>(() =>
                    Run(new() { Parameters = new Dictionary<string, string> { ["a"] = "1" } }, Sample.Code("1"))
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_question_fails_clearly() =>
        Assert.Contains("headless run", Run(new(), Sample.Code("Console.ReadLine()")).Report.Cells[0].Error, StringComparison.Ordinal);

    [Fact]
    public void The_input_is_not_touched()
    {
        var input = Write(Sample.Code("1"));
        var before = File.ReadAllBytes(input);
        new NotebookRunner(new()).Run(input, Path.Combine(folder, "out", "n.ipynb"), CancellationToken.None);

        Assert.Equal(before, File.ReadAllBytes(input));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_said_before_anything_runs()
    {
        var input = Write(Sample.Code("System.IO.File.WriteAllText(\"ran\", \"\");"));

        Assert.Equal(
            NotebookStatus.Unwritable,
            Assert
                .Throws<NotebookException>(() =>
                    new NotebookRunner(new()).Run(input, Path.Combine(input, "n.ipynb"), CancellationToken.None)
                )
                .Code
        );
    }

    [Fact]
    public void A_cell_in_a_language_that_is_not_spoken_here_says_so()
    {
        var cell = Sample.Code("let x = 1");
        cell["metadata"] = System.Text.Json.Nodes.JsonNode.Parse("""{"dotnet_interactive": {"language": "fsharp"}}""");

        Assert.Contains("not F#", Run(new(), cell).Report.Cells[0].Error, StringComparison.Ordinal);
    }

    private string Write(params System.Text.Json.Nodes.JsonObject[] cells)
    {
        var path = Path.Combine(folder, "n.ipynb");
        File.WriteAllText(path, Sample.Json(cells));
        return path;
    }

    private (RunReport Report, NotebookFile Result) Run(RunOptions options, params System.Text.Json.Nodes.JsonObject[] cells)
    {
        var report = new NotebookRunner(options).Run(
            Write(cells),
            Path.Combine(folder, "out", "n.ipynb"),
            TestContext.Current.CancellationToken
        );
        return (report, NotebookFile.Read(report.Output));
    }

    private static string Flat(NotebookCell cell) => string.Join('|', cell.Outputs.Select(static output => output.ToJsonString()));
}
