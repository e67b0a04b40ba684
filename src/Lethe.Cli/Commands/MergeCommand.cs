using Lethe.Experiments.Plans;
using Lethe.Experiments.Records;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe merge FOLDER...</c>: gathers what shares of a plan have written.</summary>
internal static class MergeCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "merge",
            "Gathers the records that any number of processes have written in one or more folders as the lines of one "
                + "records.jsonl. Doing it again changes nothing. Of a cell that was computed twice both records are kept, "
                + "and how far they differ is said.",
            ("lethe merge runs/paper", "in place, when the shares of a plan are done"),
            ("lethe merge node1 node2 --out runs/paper", "what was brought back from two machines")
        );
        var folders = new Argument<string[]>("FOLDER")
        {
            Description = "With records.jsonl, parts, or both.",
            Arity = ArgumentArity.OneOrMore,
        };
        command.Add(folders);
        var output = command.Text("--out", "The folder to gather in. [default: the first one]", "DIR");
        return command.Runs((given, _) => Run(terminal, given.GetRequiredValue(folders), given.GetValue(output)));
    }

    private static ExitCode Run(Terminal terminal, string[] folders, string? output)
    {
        foreach (var missing in folders.Where(static folder => !Directory.Exists(folder)))
        {
            throw LetheException.NotFound($"There is no folder {Path.GetFullPath(missing)}. Name folders that `lethe run` wrote in.");
        }
        var target = new RecordStore(output ?? folders[0]);
        var merged = RecordMerge.Into(target, [.. folders.Select(static folder => new RecordStore(folder))]);
        terminal.Out.WriteLine(
            Invariant($"{merged.Added} new records; {merged.Cells} cells have records in {target.RecordsFile}.")
                + (merged.Failed > 0 ? Invariant($" {merged.Failed} of them failed.") : "")
        );
        foreach (var twice in merged.Twice)
        {
            terminal.Out.WriteLine(twice);
        }
        return ExitCode.Ok;
    }
}
