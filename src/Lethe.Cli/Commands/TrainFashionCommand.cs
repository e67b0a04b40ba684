using Lethe.Cli.Views;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe train fashion-diffusion</c>.</summary>
internal static class TrainFashionCommand
{
    public static DocumentedCommand Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "fashion-diffusion",
            "Trains the small text-to-image model of the erasing experiments on Fashion-MNIST, and the two classifiers that "
                + "judge its pictures. If it is killed, the same command resumes.",
            ("lethe train fashion-diffusion --out my-fashion", "as the model that comes with the kit was made")
        );
        var output = command.Required("--out", "A folder for the three files.", "DIR");
        var profile = command.Text(
            "--profile",
            "smoke (a few steps on the embedded sample) or small (the whole data set).",
            "PROFILE",
            "small"
        );
        var seed = TrainCommand.Seed(command);
        var dataDir = command.With(CommonOptions.DataDir());
        var device = command.With(CommonOptions.Device());
        var records = TrainCommand.Records(command);
        var force = command.Flag("--force", "Overwrite the files of --out if they are there.");
        return command.Runs(
            (given, cancellation) =>
            {
                var (folder, name) = (given.GetRequiredValue(output), given.GetRequiredValue(profile));
                if (name is not ("smoke" or "small"))
                {
                    throw LetheException.Usage($"--profile {name}: the small model is trained at smoke or at small.");
                }
                TorchRuntime.Load();
                var making = new FashionMaking(folder, name, given.GetValue(seed), given.GetValue(dataDir), given.GetRequiredValue(device));
                if (!given.GetValue(force))
                {
                    RequireRoom(folder, making);
                }
                Make(terminal, folder, making, new(given.GetValue(records) ?? Path.Combine("runs", name)), cancellation);
                return ExitCode.Ok;
            }
        );
    }

    private static void RequireRoom(string folder, FashionMaking making)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.safetensors").Any() && !making.IsUnfinished)
        {
            throw LetheException.Unwritable(
                $"{Path.GetFullPath(folder)} has a model in it already. Choose another folder with --out, or overwrite it with --force."
            );
        }
    }

    private static void Make(Terminal terminal, string folder, FashionMaking making, RecordStore store, CancellationToken cancellation)
    {
        var record = TrainCommand.Watched(
            terminal,
            $"fashion-diffusion ({making.Cell.Profile})",
            making.Cell,
            progress => making.Make(progress, cancellation)
        );
        store.AppendOnce(record);
        store.Fold();
        making.Finish();
        PlainTable.Write(
            terminal,
            ["Measure", "Value"],
            [.. record.Metrics.Select(static metric => (string[])[metric.Key, Invariant($"{metric.Value:G4}")])]
        );
        terminal.Out.WriteLine($"{Path.GetFullPath(folder)}: three files; record {record.Id} in {store.Folder}");
    }
}
