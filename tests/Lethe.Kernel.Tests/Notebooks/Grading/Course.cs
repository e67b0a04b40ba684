using System.Text.Json.Nodes;
using Lethe.Notebooks;

namespace Lethe.Kernel.Tests.Notebooks.Grading;

/// <summary>A course of one notebook, and its handout.</summary>
internal static class Course
{
    public static NotebookFile Original() =>
        Sample.Notebook(
            Sample.Code("var xs = new[] { 1, 2, 3 };"),
            Sample.Code("// Exercise 1: the sum\n// answer: int total\nint total = xs.Sum();", "solution"),
            Sample.Code("Exercise.Check(\"1\", total == 6, right: \"1 + 2 + 3.\", wrong: \"Add all three.\")", "check"),
            Sample.Code("Exercise.Check(\"1b\", total == xs.Sum(), right: \"It follows.\", wrong: \"It does not.\")", "check", "hidden"),
            Sample.Code("// Exercise 2: why?\n// answer: string why\nstring why = \"b\";", "solution"),
            Sample.Code("Exercise.Choose(\"2\", why, \"b\", (\"a\", \"No.\"), (\"b\", \"Yes.\"))", "check")
        );

    /// <summary>The handout with a student's lines in the places of the tasks; null for none.</summary>
    public static NotebookFile HandIn(string? first, string? second)
    {
        var notebook = Original();
        StudentVersion.Make(notebook);
        var tasks = notebook.Cells.Where(static cell => cell.Tags.Contains("solution")).ToList();
        (tasks[0].Source, tasks[1].Source) = (first ?? tasks[0].Source, second ?? tasks[1].Source);
        return notebook;
    }

    public static void Say(NotebookCell cell, string text) =>
        cell.SetOutputs(
            [
                new JsonObject
                {
                    ["output_type"] = "execute_result",
                    ["data"] = new JsonObject { ["text/plain"] = text },
                },
            ],
            1
        );
}
