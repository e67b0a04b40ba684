using Lethe.Cli.Views;
using Lethe.Data;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe data list | get | verify | add</c>: the data sets on this machine.</summary>
internal static class DataCommand
{
    public static Command Create(Terminal terminal) =>
        new DocumentedCommand(
            "data",
            "Lists, gets, checks and adds data sets. They live in the cache folder (LETHE_HOME).",
            ("lethe data list", "what there is, and what is here"),
            ("lethe data get cifar10", "download, check and unpack")
        )
        {
            List(terminal),
            Get(terminal),
            Verify(terminal),
            Add(terminal),
        };

    private static DocumentedCommand List(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "list",
            "Lists the kit's data sets and where they are on this machine.",
            ("lethe data list", "for people"),
            ("lethe data list --json", "for a program")
        );
        var dataDir = command.With(CommonOptions.DataDir());
        var json = command.With(CommonOptions.Json());
        return command.Runs(
            (given, _) =>
            {
                var sets = new DataStore(new(given.GetValue(dataDir))).List();
                (given.GetValue(json) ? (Action<Terminal, IReadOnlyList<DataStatus>>)WriteJson : WriteTable)(terminal, sets);
                return ExitCode.Ok;
            }
        );
    }

    private static void WriteJson(Terminal terminal, IReadOnlyList<DataStatus> sets) =>
        JsonOutput.Write(
            terminal.Out,
            sets.Select(static set => new
            {
                set.Manifest.Name,
                set.Manifest.Title,
                Present = set.IsPresent,
                set.Location,
                Gated = set.Manifest.IsGated,
                set.Manifest.License,
                set.Manifest.Url,
            })
        );

    private static void WriteTable(Terminal terminal, IReadOnlyList<DataStatus> sets) =>
        PlainTable.Write(
            terminal,
            ["Name", "Title", "Where", "Licence"],
            from set in sets
            let manifest = set.Manifest
            let place = set.Location ?? (manifest.IsGated ? "not here (by hand)" : "not here")
            select (string[])[manifest.Name, manifest.Title, place, manifest.License]
        );

    private static DocumentedCommand Get(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "get",
            "Makes sure that a data set is on this machine: finds it, or downloads, checks and unpacks it. An interrupted "
                + "download resumes where it stopped.",
            ("lethe data get cifar10", "170 MB, into the cache folder"),
            ("LETHE_HOME=/scratch/lethe lethe data get fashion-mnist", "into another cache folder")
        );
        var (name, dataDir) = (Name(command), command.With(CommonOptions.DataDir()));
        command.SetAction(
            async (given, cancellation) =>
            {
                var wanted = given.GetRequiredValue(name);
                var store = new DataStore(new(given.GetValue(dataDir)));
                var folder = await DownloadView.ShowAsync(terminal.ErrorScreen, progress => store.GetAsync(wanted, progress, cancellation));
                terminal.Out.WriteLine($"{wanted}: {folder}");
            }
        );
        return command;
    }

    private static DocumentedCommand Verify(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "verify",
            "Compares every file of a data set with the checksums of its manifest. Exit code 1 if one is wrong, 3 if one is missing.",
            ("lethe data verify fashion-mnist", "the copy that the kit would use")
        );
        var (name, dataDir) = (Name(command), command.With(CommonOptions.DataDir()));
        return command.Runs(
            (given, _) =>
            {
                var checks = new DataStore(new(given.GetValue(dataDir))).Verify(given.GetRequiredValue(name));
                PlainTable.Write(
                    terminal,
                    ["File", "State", "Where"],
                    checks.Select(static check => (string[])[check.Name, Word(check.State), check.Path ?? ""])
                );
                return checks.Any(static check => check.State == FileState.Wrong) ? ExitCode.Failed
                    : checks.Any(static check => check.State == FileState.Missing) ? ExitCode.NotFound
                    : ExitCode.Ok;
            }
        );
    }

    private static DocumentedCommand Add(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "add",
            "Checks files that you already have and copies them into the cache folder.",
            ("lethe data add cifar10 ~/Downloads", "the folder with cifar-10-binary.tar.gz, or its unpacked files")
        );
        var name = Name(command);
        var folder = new Argument<string>("DIR") { Description = "Folder that holds the files." };
        command.Add(folder);
        command.SetAction(
            async (given, cancellation) =>
            {
                var wanted = given.GetRequiredValue(name);
                var at = await new DataStore(new()).AddAsync(wanted, given.GetRequiredValue(folder), cancellation);
                terminal.Out.WriteLine($"{wanted}: {at}");
            }
        );
        return command;
    }

    private static Argument<string> Name(DocumentedCommand command)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the data set; `lethe data list` shows them all." };
        command.Add(name);
        return name;
    }

    private static string Word(FileState state) =>
        state switch
        {
            FileState.Ok => "ok",
            FileState.Unchecked => "there, no checksum known",
            FileState.StandIn => "a known stand-in",
            FileState.Wrong => "WRONG: not what the manifest says",
            _ => "MISSING",
        };
}
