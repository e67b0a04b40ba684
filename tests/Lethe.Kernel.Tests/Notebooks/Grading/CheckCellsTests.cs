using System.Text.Json.Nodes;
using Lethe.Notebooks.Grading;

namespace Lethe.Kernel.Tests.Notebooks.Grading;

public sealed class CheckCellsTests
{
    [Fact]
    public void The_teachers_checks_take_the_place_of_the_students()
    {
        var (original, handIn) = (Course.Original(), Course.HandIn("int total = 6;", null));
        handIn.Cells.Single(static cell => cell.Source.StartsWith("Exercise.Check", StringComparison.Ordinal)).Source =
            "Exercise.Check(\"1\", true, right: \"\", wrong: \"\")";

        CheckCells.Put(original, handIn);

        Assert.Equal(
            [
                "var xs = new[] { 1, 2, 3 };",
                "int total = 6;",
                original.Cells[2].Source,
                original.Cells[3].Source,
                "// Exercise 2: why?\n// Your turn.\nstring why = default; // your answer",
                original.Cells[5].Source,
            ],
            handIn.Cells.Select(static cell => cell.Source)
        );
    }

    [Fact]
    public void Without_the_cell_before_it_a_check_comes_last()
    {
        var (original, handIn) = (Course.Original(), Sample.Notebook(Sample.Code("1")));
        handIn.Cells[0].Id = "other";

        CheckCells.Put(original, handIn);

        Assert.Equal(
            ["1", .. CheckCells.Of(original).Select(static check => check.Source)],
            handIn.Cells.Select(static cell => cell.Source)
        );
    }

    [Fact]
    public void What_the_checks_said_is_read()
    {
        var (original, executed) = (Course.Original(), Course.HandIn(null, null));
        CheckCells.Put(original, executed);
        var checks = CheckCells.Of(executed);
        Course.Say(checks[0], "Exercise 1: right. 1 + 2 + 3.");
        checks[1]
            .SetOutputs(
                [
                    new JsonObject
                    {
                        ["output_type"] = "error",
                        ["ename"] = "CS0103",
                        ["evalue"] = "no total",
                        ["traceback"] = new JsonArray(),
                    },
                ],
                2
            );

        var graded = CheckCells.Read(original, executed);

        Assert.Equal(new GradedExercise("1", true, "1 + 2 + 3."), graded[0]);
        Assert.Equal(("1b", false), (graded[1].Name, graded[1].IsRight));
        Assert.Contains("CS0103: no total", graded[1].Why, StringComparison.Ordinal);
        Assert.Equal(new GradedExercise("2", false, "The notebook did not come this far."), graded[2]);
    }

    [Fact]
    public void Printing_what_a_check_says_is_not_being_right()
    {
        var (original, executed) = (Course.Original(), Course.HandIn(null, null));
        CheckCells.Put(original, executed);
        CheckCells
            .Of(executed)[0]
            .SetOutputs(
                [
                    new JsonObject
                    {
                        ["output_type"] = "stream",
                        ["name"] = "stdout",
                        ["text"] = "Exercise 1: right. x",
                    },
                ],
                1
            );

        Assert.False(CheckCells.Read(original, executed)[0].IsRight);
    }
}
