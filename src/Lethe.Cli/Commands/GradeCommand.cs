using Lethe.Cli.Notebooks;
using Lethe.Notebooks;
using Lethe.Notebooks.Grading;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe notebook grade</c>: runs what students handed in, and says what is right.</summary>
internal static class GradeCommand
{
    private const double GB = 1e9;

    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "grade",
            "Runs the notebooks that students handed in, each in a process of its own without network or foreign files, and "
                + "collects what the cells tagged 'check' say. "
                + "The checks are those of your own notebooks, including hidden ones; what a student changed in them does not count.",
            ("lethe notebook grade handins --out grades.csv", "handins/STUDENT/NOTEBOOK.ipynb, or handins/NOTEBOOK_STUDENT.ipynb"),
            (
                "lethe notebook grade handins --from my-course --out grades.csv --time 300 --memory 3 --param profile=smoke",
                "your own notebooks and limits"
            )
        );
        var folder = new Argument<string>("HANDINS") { Description = "Folder of notebooks that were handed in." };
        command.Add(folder);
        var from = command.Text("--from", "Your notebooks, with solutions and checks.", "DIR", "notebooks");
        var output = command.Required("--out", "Table of grades; a folder of reports for the students is written beside it.", "FILE.csv");
        var time = command.With(CommonOptions.Number("--time", "Time limit for one hand-in.", "SECONDS", 900.0, 1));
        var memory = command.With(CommonOptions.Number("--memory", "Memory limit for one hand-in.", "GB", 6.0, 0.1));
        var parameters = command.With(NotebookOptions.Parameters());
        var open = command.Flag("--no-sandbox", "Run them with your own rights, without bubblewrap: only if you trust every student.");
        command.SetAction(
            (given, cancellation) =>
            {
                var own = given.GetRequiredValue(from);
                var handIns = HandIn.In(given.GetRequiredValue(folder), Originals(own));
                var job = new GradeJob(handIns)
                {
                    Time = TimeSpan.FromSeconds(given.GetValue(time)),
                    Memory = (long)(given.GetValue(memory) * GB),
                    IsSandboxed = !given.GetValue(open),
                    Parameters = NotebookOptions.Pairs(given.GetValue(parameters)),
                    Records = Records(own),
                };
                return Task.Run(() => (int)Run(terminal, job, given.GetRequiredValue(output), cancellation), CancellationToken.None);
            }
        );
        return command;
    }

    private static string[] Originals(string from) =>
        Directory.Exists(from) && Directory.GetFiles(from, "*.ipynb") is { Length: > 0 } originals
            ? originals
            : throw LetheException.NotFound(
                $"There are no notebooks in {Path.GetFullPath(from)}. Name the folder of your own, with checks and solutions, with --from."
            );

    private static ExitCode Run(Terminal terminal, GradeJob job, string output, CancellationToken cancellation)
    {
        if (job.IsSandboxed)
        {
            Sandbox.Require();
        }
        var reports = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(output))!, Path.GetFileNameWithoutExtension(output));
        var grades = new List<Grade>();
        foreach (var grade in job.Run(cancellation))
        {
            grades.Add(grade);
            terminal.Error.WriteLine($"[{grades.Count}/{job.HandIns.Count}] {Line(grade)}");
            AtomicFile.Write(Path.Combine(reports, ReportName(grade)), GradeReport.Markdown(grade));
            // all so far: a long evening's grading may be stopped
            AtomicFile.Write(output, GradeReport.Csv(grades));
        }
        terminal.Out.WriteLine(
            $"{output}: {grades.Count} {(grades.Count == 1 ? "hand-in" : "hand-ins")}; reports for the students are in {reports}."
        );
        return grades.Any(static grade => grade.Trouble is not null) ? ExitCode.Failed : ExitCode.Ok;
    }

    private static string Line(Grade grade) =>
        $"{grade.HandIn.Student}, {Path.GetFileName(grade.HandIn.File)}: {grade.Right} of {grade.Exercises.Count} "
        + $"right{(grade.Trouble is null ? "" : $". {grade.Trouble}")}";

    // A student's name is a folder's name: no path of its own.
    private static string ReportName(Grade grade)
    {
        var name = $"{grade.HandIn.Student}-{Path.GetFileNameWithoutExtension(grade.HandIn.File)}.md";
        return string.Join('-', name.Split(Path.GetInvalidFileNameChars()));
    }

    // Beside the notebooks, where a checkout of the kit has them.
    private static string? Records(string from) =>
        Path.Combine(Path.GetFullPath(from), "..", "results") is var folder && Directory.Exists(folder) ? folder : null;
}
