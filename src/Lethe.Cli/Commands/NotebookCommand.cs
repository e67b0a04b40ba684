using System.CommandLine;
using Lethe.Cli.Notebooks;
using Lethe.Cli.Options;
using Lethe.Cli.Output;
using Lethe.Notebooks;
using Lethe.Runtime;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe notebook</c>: runs notebooks without Jupyter, and keeps them clean.</summary>
internal static class NotebookCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "notebook",
            "Runs notebooks without Jupyter, and keeps them ready for version control.",
            ("lethe notebook run notebooks/00_start.ipynb --html", "executes a copy and makes a page of it"),
            ("lethe notebook check notebooks/*.ipynb", "before a commit")
        );
        command.Add(CreateRun(terminal));
        command.Add(CreateStrip(terminal));
        command.Add(CreateStudent(terminal));
        command.Add(GradeCommand.Create(terminal));
        command.Add(CreateCheck(terminal));
        return command;
    }

    private static DocumentedCommand CreateRun(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "run",
            "Runs notebooks from top to bottom and writes executed copies. Exit code: 0 all cells ran, 1 a cell failed, 2 "
                + "timeout, 3 no such file, 4 not a notebook, 5 bad parameter, 6 not writable, 130 interrupted.",
            ("lethe notebook run notebooks/02_lau_method.ipynb", "writes runs/notebooks/02_lau_method.ipynb"),
            ("lethe notebook run notebooks/*.ipynb --parallel 2 --html --trx runs/notebooks.trx", "all of them, for a build server"),
            (
                "lethe notebook run notebooks/07_what_was_not_forgotten.ipynb --param profile=smoke --with slow",
                "other parameters, and the cells that take long"
            )
        );
        var files = Files();
        var output = new Option<string>("--out")
        {
            Description = "Folder for the executed copies.",
            HelpName = "DIR",
            DefaultValueFactory = static _ => Path.Combine("runs", "notebooks"),
        };
        var inPlace = new Option<bool>("--in-place") { Description = "Write the outputs into the notebooks themselves." };
        var html = new Option<bool>("--html") { Description = "Also write each as a page that opens offline." };
        var trx = new Option<string?>("--trx") { Description = "Also write a test report.", HelpName = "FILE" };
        var (parameters, timeout, parallel, trust) = (
            NotebookOptions.Parameters(),
            NotebookOptions.Timeout(),
            NotebookOptions.Parallel(),
            NotebookOptions.Trust()
        );
        var keepGoing = new Option<bool>("--keep-going") { Description = "Continue after a cell that failed." };
        var with = new Option<string[]>("--with")
        {
            Description = $"Also run cells with these tags, which are otherwise left out: {string.Join(", ", RunOptions.LeftOut)}.",
            HelpName = "TAGS",
        };
        foreach (var option in (Option[])[output, inPlace, html, trust, trx, parameters, timeout, keepGoing, with, parallel])
        {
            command.Add(option);
        }
        command.Add(files);
        command.SetAction(
            (parsed, cancellation) =>
            {
                var options = new RunOptions
                {
                    Timeout = NotebookOptions.Limit(parsed.GetValue(timeout)),
                    KeepGoing = parsed.GetValue(keepGoing),
                    Parameters = NotebookOptions.Pairs(parsed.GetValue(parameters) ?? []),
                    With = ParseTags(parsed.GetValue(with) ?? []),
                };
                var job = new NotebookJob(parsed.GetRequiredValue(files), options)
                {
                    Folder = parsed.GetValue(inPlace) ? null : parsed.GetRequiredValue(output),
                    Html = parsed.GetValue(html),
                    Trust = parsed.GetValue(trust),
                    Trx = parsed.GetValue(trx),
                    Parallel = NotebookOptions.AtLeastOne(parsed.GetValue(parallel)),
                };
                return Task.Run(() => (int)job.Run(terminal, cancellation), CancellationToken.None);
            }
        );
        return command;
    }

    private static DocumentedCommand CreateStrip(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "strip",
            "Removes outputs, counts and editors' notes from notebooks, in place.",
            ("lethe notebook strip notebooks/*.ipynb", "before a commit")
        );
        var files = Files();
        command.Add(files);
        command.SetAction(parsed =>
        {
            foreach (var file in parsed.GetRequiredValue(files))
            {
                var notebook = NotebookFile.Read(file);
                var changed = NotebookStripper.Strip(notebook);
                if (changed)
                {
                    notebook.Write(file);
                }
                terminal.Out.WriteLine($"{file}: {(changed ? "stripped" : "clean already")}");
            }
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static DocumentedCommand CreateStudent(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "student",
            "Writes notebooks for students: cells tagged 'solution' become prompts.",
            ("lethe notebook student notebooks/*.ipynb --out workshop", "copies into the folder workshop")
        );
        var files = Files();
        var output = new Option<string>("--out")
        {
            Description = "Folder for the copies.",
            HelpName = "DIR",
            Required = true,
        };
        var force = new Option<bool>("--force") { Description = "Overwrite notebooks that are already there, and the work in them." };
        command.Add(files);
        command.Add(output);
        command.Add(force);
        command.SetAction(parsed =>
        {
            WriteStudents(terminal, parsed.GetRequiredValue(files), parsed.GetRequiredValue(output), parsed.GetValue(force));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void WriteStudents(Terminal terminal, string[] files, string folder, bool force)
    {
        var targets = files.Select(file => (File: file, Target: Path.Combine(folder, Path.GetFileName(file)))).ToList();
        foreach (var (file, target) in targets)
        {
            if (Path.GetFullPath(target) == Path.GetFullPath(file))
            {
                throw LetheException.Usage($"--out is the folder of {file} itself: its solutions would be lost.");
            }
            if (File.Exists(target) && !force)
            {
                throw LetheException.Unwritable(
                    $"{target} is there already, perhaps with somebody's work; nothing was written. Choose another folder with "
                        + $"--out, or overwrite it with --force."
                );
            }
        }
        foreach (var (file, target) in targets)
        {
            var notebook = NotebookFile.Read(file);
            var count = StudentVersion.Make(notebook);
            notebook.Write(target);
            terminal.Out.WriteLine($"{target}: {count} {(count == 1 ? "solution" : "solutions")} taken out");
        }
    }

    private static DocumentedCommand CreateCheck(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "check",
            "Says what should keep notebooks from being committed: stale outputs, errors, editors' notes, paths of one "
                + "machine. Exit code 1 if there is anything.",
            ("lethe notebook check notebooks/*.ipynb", "before a commit")
        );
        var files = Files();
        command.Add(files);
        command.SetAction(parsed =>
        {
            var found = 0;
            foreach (var file in parsed.GetRequiredValue(files))
            {
                foreach (var complaint in NotebookCheck.Of(NotebookFile.Read(file)))
                {
                    terminal.Out.WriteLine($"{file}: {complaint}");
                    found++;
                }
            }
            terminal.Out.WriteLine(found == 0 ? "All well." : $"{found} {(found == 1 ? "complaint" : "complaints")}.");
            return (int)(found == 0 ? ExitCode.Ok : ExitCode.Failed);
        });
        return command;
    }

    private static Argument<string[]> Files() => new("FILES") { Description = "Notebooks (.ipynb).", Arity = ArgumentArity.OneOrMore };

    private static string[] ParseTags(string[] lists)
    {
        string[] tags =
        [
            .. lists.SelectMany(static list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        ];
        return tags.FirstOrDefault(static tag => !RunOptions.LeftOut.Contains(tag)) is { } unknown
            ? throw LetheException.Usage($"--with knows {string.Join(", ", RunOptions.LeftOut)}, not '{unknown}'.")
            : tags;
    }
}
