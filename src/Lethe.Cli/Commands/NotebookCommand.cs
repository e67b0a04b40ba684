using Lethe.Notebooks;

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
        command.Add(NotebookRunCommand.Create(terminal));
        command.Add(NotebookConvertCommand.Create(terminal));
        command.Add(CreateStrip(terminal));
        command.Add(CreateStudent(terminal));
        command.Add(GradeCommand.Create(terminal));
        command.Add(CreateCheck(terminal));
        return command;
    }

    public static Argument<string[]> Files(string description = "Notebooks (.ipynb).") =>
        new("FILES") { Description = description, Arity = ArgumentArity.OneOrMore };

    /// <summary>Where copies of files are to be written, as notebooks of their names.</summary>
    /// <exception cref="LetheException">One would overwrite its original, another copy, or what is there.</exception>
    public static IReadOnlyList<(string File, string Target)> Targets(string[] files, string folder, bool force, string loss)
    {
        var targets = files
            .Select(file => (File: file, Target: Path.Combine(folder, Path.ChangeExtension(Path.GetFileName(file), ".ipynb"))))
            .ToList();
        foreach (var (file, target) in targets)
        {
            if (Path.GetFullPath(target) == Path.GetFullPath(file))
            {
                throw LetheException.Usage($"--out is the folder of {file} itself: {loss}.");
            }
            if (targets.Find(other => other.Target == target) is var (first, _) && first != file)
            {
                throw LetheException.Usage($"{first} and {file} would both become {target}; nothing was written.");
            }
            if (File.Exists(target) && !force)
            {
                throw LetheException.Unwritable(
                    $"{target} is there already, perhaps with somebody's work; nothing was written. Choose another folder with "
                        + $"--out, or overwrite it with --force."
                );
            }
        }
        return targets;
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
        return command.Runs(
            (given, _) =>
            {
                foreach (var file in given.GetRequiredValue(files))
                {
                    var notebook = NotebookFile.Read(file);
                    var changed = NotebookStripper.Strip(notebook);
                    if (changed)
                    {
                        notebook.Write(file);
                    }
                    terminal.Out.WriteLine($"{file}: {(changed ? "stripped" : "clean already")}");
                }
                return ExitCode.Ok;
            }
        );
    }

    private static DocumentedCommand CreateStudent(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "student",
            "Writes notebooks for students: cells tagged 'solution' become prompts.",
            ("lethe notebook student notebooks/*.ipynb --out workshop", "copies into the folder workshop")
        );
        var files = Files();
        command.Add(files);
        var output = command.Required("--out", "Folder for the copies.", "DIR");
        var force = command.Flag("--force", "Overwrite notebooks that are already there, and the work in them.");
        return command.Runs(
            (given, _) =>
            {
                WriteStudents(terminal, given.GetRequiredValue(files), given.GetRequiredValue(output), given.GetValue(force));
                return ExitCode.Ok;
            }
        );
    }

    private static void WriteStudents(Terminal terminal, string[] files, string folder, bool force)
    {
        foreach (var (file, target) in Targets(files, folder, force, "its solutions would be lost"))
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
        return command.Runs(
            (given, _) =>
            {
                var found = 0;
                foreach (var file in given.GetRequiredValue(files))
                {
                    foreach (var complaint in NotebookCheck.Of(NotebookFile.Read(file)))
                    {
                        terminal.Out.WriteLine($"{file}: {complaint}");
                        found++;
                    }
                }
                terminal.Out.WriteLine(found == 0 ? "All well." : $"{found} {(found == 1 ? "complaint" : "complaints")}.");
                return found == 0 ? ExitCode.Ok : ExitCode.Failed;
            }
        );
    }
}
