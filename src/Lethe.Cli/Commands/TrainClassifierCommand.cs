using Lethe.Cli.Views;
using Lethe.Models;
using Lethe.Unlearning.Runs;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe train classifier</c>.</summary>
internal static class TrainClassifierCommand
{
    public static DocumentedCommand Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "classifier",
            "Trains a network on your own photographs, a folder for each class, and writes it for 'lethe unlearn'. A tenth of each class "
                + "is set aside and tested on. If it is killed, the same command resumes at the last epoch.",
            ("lethe train classifier --data ./people --out people.safetensors", "all layers, from weights that know ImageNet"),
            (
                "lethe train classifier --data ./people --train head --out people.safetensors",
                "the last layer alone: less exact, but a matter of seconds"
            )
        );
        var data = command.Required("--data", "A folder with one folder of photographs for each class, or a data set.", "DIR|NAME");
        var output = command.Required("--out", "File to write.", "FILE");
        var architecture = command.Text("--arch", $"{string.Join(", ", ModelCatalog.Names)}.", "NAME", "resnet18-imagenet");
        var part = command.Text("--train", "all (of its layers) or head (the last one).", "PART", "all");
        var size = command.With(
            CommonOptions.OwnNumber("--size", "Side to which photographs are scaled, in pixels. [default: the network's usual]", "N", 8)
        );
        var epochs = command.With(
            CommonOptions.OwnNumber("--epochs", "Passes over the photographs. [default: the network's usual]", "N", 1)
        );
        var seed = TrainCommand.Seed(command);
        var dataDir = command.With(CommonOptions.DataDir());
        var device = command.With(CommonOptions.Device());
        var precision = command.With(CommonOptions.Precision());
        var force = command.Flag("--force", "Overwrite the file of --out if it exists.");
        return command.Runs(
            (given, cancellation) =>
            {
                var file = Path.GetFullPath(given.GetRequiredValue(output));
                NewFile.Check(file, given.GetValue(force));
                var where = Devices.Parse(given.GetRequiredValue(device));
                var request = new ClassifierRequest(given.GetRequiredValue(data))
                {
                    Architecture = given.GetRequiredValue(architecture),
                    HeadOnly = given.GetRequiredValue(part) switch
                    {
                        "head" => true,
                        "all" => false,
                        var other => throw LetheException.Usage($"--train {other}: what is trained is 'all' or 'head'."),
                    },
                    DataDir = given.GetValue(dataDir),
                    Side = given.GetValue(size) ?? 0,
                    Epochs = given.GetValue(epochs) ?? 0,
                    Seed = given.GetValue(seed),
                    Device = where,
                    Precision = Precisions.Parse(given.GetRequiredValue(precision), where),
                };
                using var making = new ClassifierMaking(request, file);
                foreach (var note in making.Data.Notes)
                {
                    terminal.Error.WriteLine(note);
                }
                terminal.Error.WriteLine(making.Data.Provenance);
                Show(terminal, making.Make(EpochLines.To(terminal, "training"), cancellation), file);
                return ExitCode.Ok;
            }
        );
    }

    private static void Show(Terminal terminal, MadeClassifier made, string file)
    {
        PlainTable.Write(
            terminal,
            ["Class", "Training", "Test", "Right"],
            made.Right.Select(static one =>
                (string[])
                    [
                        one.Class,
                        Invariant($"{one.Train}"),
                        Invariant($"{one.Test}"),
                        one.Test > 0 ? Invariant($"{100.0 * one.Right / one.Test:F1} %") : "",
                    ]
            )
        );
        var resumed = made.ResumedAt > 0 ? Invariant($", resumed after {made.ResumedAt} epochs") : "";
        terminal.Out.WriteLine(
            Invariant($"Test photographs: {made.Accuracy:F1} % right, the mean over classes {made.BalancedAccuracy:F1} %. ")
                + $"Trained in {Seconds(made.Seconds)}{resumed}."
        );
        terminal.Out.WriteLine($"Written: {file}");
    }
}
