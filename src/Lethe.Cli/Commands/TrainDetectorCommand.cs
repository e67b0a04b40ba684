using Lethe.Cli.Views;
using Lethe.Detection.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Faces.Paired;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe train detector</c>.</summary>
internal static class TrainDetectorCommand
{
    public static DocumentedCommand Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "detector",
            "Trains a detector of forged faces on every family of a set, calibrates it, and writes it with its model card for "
                + "'lethe detect --model FILE'. If it is killed, the same command resumes at the last epoch.",
            ("lethe train detector --out mine.safetensors", "the tiny network on the sample that comes with the kit"),
            (
                "lethe train detector --profile small --out qad.safetensors",
                "EfficientNet-B1 on forged LFW faces (see 'lethe faces make'): as the detector that comes with the kit was made"
            )
        );
        var output = command.Required("--out", "File to write; the model card goes beside it.", "FILE");
        var profile = command.Text(
            "--profile",
            "smoke, quick, small or paper: set, network and recipe, as for 'lethe reproduce qad'.",
            "PROFILE",
            "quick"
        );
        var dataset = command.Text(
            "--dataset",
            $"The set. [default: the profile's] There are {string.Join(", ", DetectorMaking.Datasets)}.",
            "NAME"
        );
        var model = command.Text("--model", "The network. [default: the profile's first]", "NAME");
        var method = command.Text("--method", "The objective.", "NAME", "qad");
        var seed = TrainCommand.Seed(command);
        var dataDir = command.With(CommonOptions.DataDir());
        var device = command.With(CommonOptions.Device());
        var precision = command.With(CommonOptions.Precision());
        var records = TrainCommand.Records(command);
        var force = command.Flag("--force", "Overwrite the file of --out if it exists.");
        return command.Runs(
            (given, cancellation) =>
                Make(
                    terminal,
                    given.GetRequiredValue(output),
                    given.GetValue(force),
                    given.GetValue(seed),
                    new()
                    {
                        Tables = [],
                        Profile = given.GetRequiredValue(profile),
                        Datasets = given.GetValue(dataset) is { } set ? [set] : null,
                        Models = given.GetValue(model) is { } network ? [network] : null,
                        Methods = [given.GetRequiredValue(method)],
                        DataDir = given.GetValue(dataDir),
                        Device = given.GetRequiredValue(device),
                        Precision = given.GetRequiredValue(precision),
                        Out = given.GetValue(records) ?? Path.Combine("runs", given.GetRequiredValue(profile)),
                    },
                    cancellation
                )
        );
    }

    private static ExitCode Make(
        Terminal terminal,
        string output,
        bool force,
        int seed,
        ExperimentRequest request,
        CancellationToken cancellation
    )
    {
        TorchRuntime.Load();
        using var making = new DetectorMaking(request, output, seed);
        var record = force ? null : making.Done();
        if (record is not null)
        {
            terminal.Error.WriteLine(
                $"{Path.GetFullPath(output)} is there already, and was made with these very settings: nothing to do. Overwrite it with "
                    + $"--force."
            );
        }
        record ??= TrainCommand.Watched(
            terminal,
            $"detector ({request.Profile})",
            making.Cell,
            progress => making.Make(progress, cancellation)
        );
        PlainTable.Write(
            terminal,
            ["Test people", "AUC of frames"],
            [Row(record, "all qualities", "pooled.auc"), Row(record, "JPEG of random quality", $"{PairedJpeg.Random}.auc")]
        );
        terminal.Out.WriteLine(
            Invariant($"{output}: {new FileInfo(output).Length / 1e6:F1} MB; model card {Path.ChangeExtension(output, ".md")}; ")
                + Invariant($"record {record.Id} in {making.Records.Folder}")
        );
        return ExitCode.Ok;
    }

    private static string[] Row(RunRecord record, string title, string metric) =>
        [title, Invariant($"{record.Metrics[metric]:F1} % [{record.Metrics[$"{metric}.low"]:F1}, {record.Metrics[$"{metric}.high"]:F1}]")];
}
