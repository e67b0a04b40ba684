using Lethe.Notebooks.Grading;

namespace Lethe.Kernel.Tests.Notebooks.Grading;

public sealed class GradeReportTests
{
    private static readonly Grade Half = new(
        new("anna, \"a\"", "in/anna/01_sums.ipynb", "course/01_sums.ipynb"),
        [new("1", true, "So."), new("2", false, "Look at <b>xs</b>.")],
        null
    );

    [Fact]
    public void The_table_has_a_line_a_hand_in() =>
        Assert.Equal(
            "student,notebook,right,of,percent,exercises,trouble,file\r\n\"anna, \"\"a\"\"\",01_sums,1,2,50,1 right; 2 not "
                + "yet,,in/anna/01_sums.ipynb\r\n",
            GradeReport.Csv([Half])
        );

    [Fact]
    public void A_name_is_no_formula() =>
        Assert.Contains(
            "'=cmd()",
            GradeReport.Csv([Half with { HandIn = Half.HandIn with { Student = "=cmd()" } }]),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_student_reads_what_is_right_and_where_to_look()
    {
        var text = GradeReport.Markdown(Half with { Trouble = "It was stopped." });

        Assert.Contains("1 of 2 exercises are right.", text, StringComparison.Ordinal);
        Assert.Contains("**It was stopped.**", text, StringComparison.Ordinal);
        Assert.Contains("- **Exercise 2: not yet.** Look at &lt;b>xs&lt;/b>.", text, StringComparison.Ordinal);
    }
}
