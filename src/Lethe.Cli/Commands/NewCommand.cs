using Lethe.Notebooks.Workshops;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe new workshop</c>: a folder to work in, without a checkout of the kit.</summary>
internal static class NewCommand
{
    public static Command Create(Terminal terminal) =>
        new DocumentedCommand(
            "new",
            "Makes a folder to work in, where there is no checkout of the kit.",
            ("lethe new workshop", "in the current folder")
        )
        {
            CreateWorkshop(terminal),
        };

    private static DocumentedCommand CreateWorkshop(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "workshop",
            "Writes the notebooks, the kit's records, and what VS Code and a devcontainer need to open them. Where files that "
                + "differ are there already, nothing is written.",
            ("lethe new workshop", "in the current folder, which should be empty"),
            ("lethe new workshop --out course", "in another"),
            ("lethe new workshop --force", "again, after an update: replaces what you have changed")
        );
        var output = command.Text("--out", "Folder to write in.", "DIR", ".");
        var force = command.Flag("--force", "Replace files that differ.");
        return command.Runs(
            (given, _) =>
            {
                var folder = Path.GetFullPath(given.GetRequiredValue(output));
                var (written, kept) = Workshop.Write(folder, given.GetValue(force));
                terminal.Out.WriteLine($"{Count(written)} written to {folder}{(kept == 0 ? "" : $", {Count(kept)} there already")}.");
                terminal.Out.WriteLine(
                    "Next: `lethe kernel install`, then open the folder in VS Code or Jupyter; its README.md says more."
                );
                return ExitCode.Ok;
            }
        );
    }

    private static string Count(int files) => FormattableString.Invariant($"{files} {(files == 1 ? "file" : "files")}");
}
