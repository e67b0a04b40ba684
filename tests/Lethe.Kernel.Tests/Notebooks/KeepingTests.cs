using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Lethe.Notebooks;

namespace Lethe.Kernel.Tests.Notebooks;

/// <summary>Strip, student, check and the test report.</summary>
public sealed class KeepingTests
{
    [Fact]
    public void Strip_takes_out_what_a_run_and_an_editor_have_left()
    {
        var cell = Sample.Code("1", "slow");
        cell["execution_count"] = 3;
        cell["outputs"] = new JsonArray(
            new JsonObject
            {
                ["output_type"] = "stream",
                ["name"] = "stdout",
                ["text"] = "x",
            }
        );
        cell["metadata"]!["vscode"] = new JsonObject { ["languageId"] = "polyglot-notebook" };
        var notebook = Sample.Notebook(cell);
        notebook.Metadata["widgets"] = new JsonObject();

        Assert.True(NotebookStripper.Strip(notebook));
        Assert.False(NotebookStripper.Strip(notebook));
        Assert.Empty(notebook.Cells[0].Outputs);
        Assert.Null(notebook.Cells[0].ExecutionCount);
        Assert.Equal("""{"tags":["slow"]}""", notebook.Cells[0].Metadata.ToJsonString());
        Assert.Null(notebook.Metadata["widgets"]);
        Assert.Empty(NotebookCheck.Of(notebook));
    }

    [Fact]
    public void A_student_gets_the_task_and_not_the_solution()
    {
        var notebook = Sample.Notebook(
            Sample.Code("// Compute the mean.\nvar mean = xs.Average();", "solution"),
            Sample.Code("1"),
            Sample.Text("kept")
        );

        Assert.Equal(1, StudentVersion.Make(notebook));
        Assert.Equal("// Compute the mean.\n// Your turn.", notebook.Cells[0].Source);
        Assert.DoesNotContain("Average", Encoding.UTF8.GetString(notebook.ToBytes()), StringComparison.Ordinal);
        Assert.Equal("1", notebook.Cells[1].Source);
    }

    [Fact]
    public void An_answer_becomes_a_variable_to_set_and_hidden_checks_are_left_out()
    {
        var notebook = Sample.Notebook(
            Sample.Code("// Exercise 1: the mean\n// answer: double mean\ndouble mean = xs.Average();", "solution"),
            Sample.Code("see", "check"),
            Sample.Code("secret", "check", "hidden")
        );

        StudentVersion.Make(notebook);

        Assert.Equal(
            ["// Exercise 1: the mean\n// Your turn.\ndouble mean = default; // your answer", "see"],
            notebook.Cells.Select(static cell => cell.Source)
        );
    }

    [Theory]
    [InlineData("var path = \"/home/ada/data\";", "the path /home/ada/data")]
    [InlineData("var path = \"C:\\\\Users\\\\ada\";", "of one machine")]
    public void A_path_of_one_machine_is_found(string source, string complaint) =>
        Assert.Contains(complaint, Assert.Single(NotebookCheck.Of(Sample.Notebook(Sample.Code(source)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("var url = \"https://example.org/home/page\";")]
    [InlineData("var ratio = a/home/b;")]
    public void What_only_looks_like_one_is_not(string source) => Assert.Empty(NotebookCheck.Of(Sample.Notebook(Sample.Code(source))));

    [Fact]
    public void Stale_outputs_errors_and_notes_are_found()
    {
        var (first, second) = (Sample.Code("1"), Sample.Code("2"));
        first["execution_count"] = 2;
        second["execution_count"] = 1;
        second["outputs"] = new JsonArray(
            new JsonObject
            {
                ["output_type"] = "error",
                ["ename"] = "E",
                ["evalue"] = "",
                ["traceback"] = new JsonArray(),
            }
        );
        second["metadata"]!["collapsed"] = true;

        var complaints = NotebookCheck.Of(Sample.Notebook(first, second)).ToList();
        Assert.Contains(complaints, static complaint => complaint.Contains("stale", StringComparison.Ordinal));
        Assert.Contains(complaints, static complaint => complaint.Contains("is an error", StringComparison.Ordinal));
        Assert.Contains(complaints, static complaint => complaint.Contains("collapsed", StringComparison.Ordinal));
    }

    [Fact]
    public void The_test_report_has_a_test_a_cell()
    {
        var report = new RunReport(
            "a/n.ipynb",
            "out/n.ipynb",
            NotebookStatus.Failed,
            [
                new(1, "a", "one", CellState.Ok, 1.5, null),
                new(2, "b", "two \e", CellState.Failed, 0.5, "X: <bad> \e[1m"),
                new(3, "c", "three", CellState.NotRun, 0, null),
            ]
        );
        var document = XDocument.Load(new MemoryStream(TrxReport.Write([report])));
        var names = document.Root!.Name.Namespace;

        Assert.Equal(
            ["Passed", "Failed", "NotExecuted"],
            document.Descendants(names + "UnitTestResult").Select(static result => result.Attribute("outcome")!.Value)
        );
        var counters = document.Descendants(names + "Counters").Single();
        Assert.Equal(
            ("3", "2", "1", "1"),
            (
                counters.Attribute("total")!.Value,
                counters.Attribute("executed")!.Value,
                counters.Attribute("passed")!.Value,
                counters.Attribute("failed")!.Value
            )
        );
        Assert.Equal("00:00:01.5000000", document.Descendants(names + "UnitTestResult").First().Attribute("duration")!.Value);
    }
}
