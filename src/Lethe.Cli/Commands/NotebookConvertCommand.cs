using Lethe.Notebooks.Converting;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe notebook convert</c>: what .NET Interactive has left behind.</summary>
internal static class NotebookConvertCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "convert",
            "Writes .dib files and notebooks by .NET Interactive as notebooks that run in this kernel and in Microsoft's. "
                + "Cells of languages other than C# become text; outputs are left out.",
            ("lethe notebook convert old/*.dib old/*.ipynb --out notebooks", "says what a person should look at")
        );
        var files = NotebookCommand.Files("Files by .NET Interactive (.dib, .ipynb).");
        command.Add(files);
        var output = command.Required("--out", "Folder for the notebooks.", "DIR");
        var force = command.Flag("--force", "Overwrite notebooks that are already there.");
        return command.Runs(
            (given, _) =>
            {
                Convert(terminal, given.GetRequiredValue(files), given.GetRequiredValue(output), given.GetValue(force));
                return ExitCode.Ok;
            }
        );
    }

    private static void Convert(Terminal terminal, string[] files, string folder, bool force)
    {
        var targets = NotebookCommand.Targets(files, folder, force, "it would be lost");
        foreach (var (made, target) in targets.Select(static pair => (ConvertedNotebook.Read(pair.File), pair.Target)).ToList())
        {
            made.Notebook.Write(target);
            terminal.Out.WriteLine($"{target}: {made.Notebook.Cells.Count} {(made.Notebook.Cells.Count == 1 ? "cell" : "cells")}");
            foreach (var note in made.Notes)
            {
                terminal.Out.WriteLine($"  {note}");
            }
        }
    }
}
