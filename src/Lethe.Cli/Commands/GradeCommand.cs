using System.CommandLine;
using System.Text;
using Lethe.Cli.Notebooks;
using Lethe.Cli.Options;
using Lethe.Cli.Output;
using Lethe.Notebooks;
using Lethe.Notebooks.Grading;
using Lethe.Runtime;

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
        var from = CommonOptions.Text("--from", "Your notebooks, with solutions and checks.", "DIR", "notebooks");
        var output = new Option<string>("--out")
        {
            Description = "Table of grades; a folder of reports for the students is written beside it.",
            HelpName = "FILE.csv",
            Required = true,
        };
        var time = CommonOptions.Number("--time", "Time limit for one hand-in.", "SECONDS", 900.0, 1);
        var memory = CommonOptions.Number("--memory", "Memory limit for one hand-in.", "GB", 6.0, 0.1);
        var parameters = NotebookOptions.Parameters();
        var open = new Option<bool>("--no-sandbox")
        {
            Description = "Run them with your own rights, without bubblewrap: only if you trust every student.",
        };
        command.Add(folder);
        foreach (var option in (Option[])[from, output, time, memory, parameters, open])
        {
            command.Add(option);
        }
        command.SetAction(
            (parsed, cancellation) =>
                Task.Run(
                    () =>
                        (int)Run(
                            terminal,
                            parsed.GetRequiredValue(folder),
                            parsed.GetRequiredValue(from),
                            parsed.GetRequiredValue(output),
                            handIns =>
                                new(handIns)
                                {
                                    Time = TimeSpan.FromSeconds(parsed.GetValue(time)),
                                    Memory = (long)(parsed.GetValue(memory) * GB),
                                    IsSandboxed = !parsed.GetValue(open),
                                    Parameters = NotebookOptions.Pairs(parsed.GetValue(parameters) ?? []),
                                    Records = Records(parsed.GetRequiredValue(from)),
                                },
                            cancellation
                        ),
                    CancellationToken.None
                )
        );
        return command;
    }

    private static ExitCode Run(
        Terminal terminal,
        string folder,
        string from,
        string output,
        Func<IReadOnlyList<HandIn>, GradeJob> job,
        CancellationToken cancellation
    )
    {
        var originals = Directory.Exists(from) ? Directory.GetFiles(from, "*.ipynb") : [];
        if (originals.Length == 0)
        {
            throw LetheException.NotFound(
                $"There are no notebooks in {Path.GetFullPath(from)}. Name the folder of your own, with checks and solutions, with --from."
            );
        }
        var handIns = HandIn.In(folder, originals);
        var grading = job(handIns);
        if (grading.IsSandboxed)
        {
            Sandbox.Require();
        }
        var reports = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(output))!, Path.GetFileNameWithoutExtension(output));
        var grades = new List<Grade>();
        foreach (var grade in grading.Run(cancellation))
        {
            grades.Add(grade);
            terminal.Error.WriteLine($"[{grades.Count}/{handIns.Count}] {Line(grade)}");
            AtomicFile.Write(Path.Combine(reports, ReportName(grade)), Encoding.UTF8.GetBytes(GradeReport.Markdown(grade)));
            // all so far: a long evening's grading may be stopped
            AtomicFile.Write(output, Encoding.UTF8.GetBytes(GradeReport.Csv(grades)));
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
    private static string ReportName(Grade grade) =>
        $"{string.Concat($"{grade.HandIn.Student}-{Path.GetFileNameWithoutExtension(grade.HandIn.File)}".Select(static letter => Path.GetInvalidFileNameChars().Contains(letter) ? '-' : letter))}.md";

    // Beside the notebooks, where a checkout of the kit has them.
    private static string? Records(string from) =>
        Path.Combine(Path.GetFullPath(from), "..", "results") is var folder && Directory.Exists(folder) ? folder : null;
}
