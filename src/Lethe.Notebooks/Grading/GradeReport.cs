using Lethe.Experiments.Reports;

namespace Lethe.Notebooks.Grading;

/// <summary>Grades as a table for the teacher, and as a text for each student.</summary>
public static class GradeReport
{
    /// <summary>Comma-separated: a line a hand-in.</summary>
    public static string Csv(IEnumerable<Grade> grades)
    {
        var text = new StringBuilder();
        CsvTable.Row(text, ["student", "notebook", "right", "of", "percent", "exercises", "trouble", "file"]);
        foreach (var grade in grades)
        {
            var of = grade.Exercises.Count;
            CsvTable.Row(
                text,
                [
                    Harmless(grade.HandIn.Student),
                    Path.GetFileNameWithoutExtension(grade.HandIn.Original ?? ""),
                    Number(grade.Right),
                    Number(of),
                    of == 0 ? "" : Number((int)Math.Round(100.0 * grade.Right / of)),
                    string.Join(
                        "; ",
                        grade.Exercises.Select(static exercise => $"{exercise.Name} {(exercise.IsRight ? "right" : "not yet")}")
                    ),
                    grade.Trouble ?? "",
                    Harmless(grade.HandIn.File),
                ]
            );
        }
        return text.ToString();
    }

    /// <summary>Markdown: what is right, what is not yet and where to look.</summary>
    public static string Markdown(Grade grade)
    {
        var text = new StringBuilder($"# {Path.GetFileNameWithoutExtension(grade.HandIn.Original ?? grade.HandIn.File)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{grade.Right} of {grade.Exercises.Count} exercises are right.\n\n");
        if (grade.Trouble is not null)
        {
            text.Append($"**{MarkdownText.Escape(grade.Trouble)}**\n\n");
        }
        foreach (var exercise in grade.Exercises)
        {
            text.Append($"- **Exercise {MarkdownText.Escape(exercise.Name)}: {(exercise.IsRight ? "right" : "not yet")}.** ")
                .Append($"{MarkdownText.Escape(exercise.Why)}\n");
        }
        text.Append(
            grade.Right == grade.Exercises.Count
                ? ""
                : "\nSet the answer's variable, run the notebook from the top (\"Restart and run all\"), and look at what each "
                    + "check says.\n"
        );
        return text.ToString();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    // A spreadsheet takes a cell that begins so for a formula.
    private static string Harmless(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' ? $"'{text}" : text;
}
