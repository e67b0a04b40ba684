using System.CommandLine;
using Lethe.Cli.Options;
using Lethe.Cli.Output;
using Lethe.Cli.Views;
using Lethe.Detection.Runs;
using Lethe.Erasing.Runs;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Faces.Paired;
using Lethe.Interactive.Runs;
using Lethe.Runtime;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe train</c>: what the other commands use, made from data.</summary>
internal static class TrainCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "train",
            "Trains what other commands use.",
            ("lethe train detector --out mine.safetensors", "a detector of forged faces, for 'lethe detect --model'"),
            ("lethe train fashion-diffusion --out my-fashion", "the small text-to-image model of the erasing experiments")
        );
        command.Add(Detector(terminal));
        command.Add(Fashion(terminal));
        return command;
    }

    private static DocumentedCommand Detector(Terminal terminal)
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
        var output = new Option<string>("--out")
        {
            Description = "File to write; the model card goes beside it.",
            HelpName = "FILE",
            Required = true,
        };
        var profile = CommonOptions.Text(
            "--profile",
            "smoke, quick, small or paper: set, network and recipe, as for 'lethe reproduce qad'.",
            "PROFILE",
            "quick"
        );
        var dataset = new Option<string?>("--dataset")
        {
            Description = $"The set. [default: the profile's] There are {string.Join(", ", DetectorProfile.AllDatasets)}.",
            HelpName = "NAME",
        };
        var model = new Option<string?>("--model") { Description = "The network. [default: the profile's first]", HelpName = "NAME" };
        var method = CommonOptions.Text("--method", "The objective.", "NAME", "qad");
        var seed = CommonOptions.Number("--seed", "Seed of every random choice.", "N", 0, 0);
        var dataDir = CommonOptions.DataDir();
        var device = CommonOptions.Device();
        var precision = CommonOptions.Precision();
        var records = new Option<string?>("--records")
        {
            Description = "Where the record of the training goes. [default: runs/PROFILE]",
            HelpName = "DIR",
        };
        var force = new Option<bool>("--force") { Description = "Overwrite the file of --out if it exists." };
        foreach (var option in (Option[])[output, profile, dataset, model, method, seed, dataDir, device, precision, records, force])
        {
            command.Add(option);
        }
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    (int)Run(
                        terminal,
                        parsed.GetRequiredValue(output),
                        parsed.GetValue(force),
                        new()
                        {
                            Tables = [],
                            Profile = parsed.GetRequiredValue(profile),
                            Datasets = [parsed.GetValue(dataset) ?? Profile.Get(parsed.GetRequiredValue(profile)).Datasets[0]],
                            Models = [parsed.GetValue(model) ?? Profile.Get(parsed.GetRequiredValue(profile)).Models[0]],
                            Methods = [parsed.GetRequiredValue(method)],
                            Seeds = parsed.GetValue(seed) + 1,
                            DataDir = parsed.GetValue(dataDir),
                            Device = parsed.GetRequiredValue(device),
                            Precision = parsed.GetRequiredValue(precision),
                            Out = parsed.GetValue(records) ?? Path.Combine("runs", parsed.GetRequiredValue(profile)),
                        },
                        cancellation
                    )
                )
        );
        return command;
    }

    private static DocumentedCommand Fashion(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "fashion-diffusion",
            "Trains the small text-to-image model of the erasing experiments on Fashion-MNIST, and the two classifiers that "
                + "judge its pictures. If it is killed, the same command resumes.",
            ("lethe train fashion-diffusion --out my-fashion", "as the model that comes with the kit was made")
        );
        var output = new Option<string>("--out")
        {
            Description = "A folder for the three files.",
            HelpName = "DIR",
            Required = true,
        };
        var profile = CommonOptions.Text(
            "--profile",
            "smoke (a few steps on the embedded sample) or small (the whole data set).",
            "PROFILE",
            "small"
        );
        var seed = CommonOptions.Number("--seed", "Seed of every random choice.", "N", 0, 0);
        var dataDir = CommonOptions.DataDir();
        var device = CommonOptions.Device();
        var records = new Option<string?>("--records")
        {
            Description = "Where the record of the training goes. [default: runs/PROFILE]",
            HelpName = "DIR",
        };
        var force = new Option<bool>("--force") { Description = "Overwrite the files of --out if they are there." };
        foreach (var option in (Option[])[output, profile, seed, dataDir, device, records, force])
        {
            command.Add(option);
        }
        command.SetAction(
            (parsed, cancellation) =>
            {
                var (folder, name) = (parsed.GetRequiredValue(output), parsed.GetRequiredValue(profile));
                if (name is not ("smoke" or "small"))
                {
                    throw LetheException.Usage($"--profile {name}: the small model is trained at smoke or at small.");
                }
                TorchRuntime.Load();
                var making = new FashionMaking(
                    folder,
                    name,
                    parsed.GetValue(seed),
                    parsed.GetValue(dataDir),
                    parsed.GetRequiredValue(device)
                );
                if (
                    Directory.Exists(folder)
                    && Directory.EnumerateFiles(folder, "*.safetensors").Any()
                    && !making.IsUnfinished
                    && !parsed.GetValue(force)
                )
                {
                    throw LetheException.Unwritable(
                        $"{Path.GetFullPath(folder)} has a model in it already. Choose another folder with --out, or overwrite "
                            + $"it with --force."
                    );
                }
                var store = new RecordStore(parsed.GetValue(records) ?? Path.Combine("runs", name));
                var record = Watched(
                    terminal,
                    $"fashion-diffusion ({name})",
                    making.Cell,
                    progress => making.Make(progress, cancellation),
                    static made => made
                );
                store.AppendOnce(record);
                making.Finish();
                PlainTable.Write(
                    terminal,
                    ["Measure", "Value"],
                    [.. record.Metrics.Select(static metric => (string[])[metric.Key, Invariant($"{metric.Value:G4}")])]
                );
                terminal.Out.WriteLine($"{Path.GetFullPath(folder)}: three files; record {record.Id} in {store.Folder}");
                return Task.FromResult((int)ExitCode.Ok);
            }
        );
        return command;
    }

    // Runs one cell and shows how far it is.
    private static T Watched<T>(
        Terminal terminal,
        string title,
        Cell cell,
        Func<IProgress<ExperimentEvent>, T> make,
        Func<T, RunRecord> recordOf
    )
    {
        var state = new RunState(title, 1, TimeProvider.System);
        return LiveRun.Show(terminal.Screen, state, Make);

        T Make(IProgress<ExperimentEvent> progress)
        {
            progress.Report(new CellStarted(cell, 1, 1));
            var made = make(progress);
            progress.Report(new CellFinished(recordOf(made)));
            return made;
        }
    }

    private static ExitCode Run(Terminal terminal, string output, bool force, ExperimentRequest request, CancellationToken cancellation)
    {
        if (Path.GetExtension(output) != ".safetensors")
        {
            throw LetheException.Usage($"--out {output}: a detector is written as a .safetensors file.");
        }
        TorchRuntime.Load();
        using var making = new DetectorMaking(request);
        var store = new RecordStore(request.Out);
        if (File.Exists(output) && !force)
        {
            if (!making.Made(output))
            {
                throw LetheException.Unwritable(
                    $"{Path.GetFullPath(output)} is there already. Choose another file with --out, or overwrite it with --force."
                );
            }
            if (store.Find(making.Cell.Id) is { } done)
            {
                terminal.Error.WriteLine(
                    $"{Path.GetFullPath(output)} is there already, and was made with these very settings: nothing to do. "
                        + $"Overwrite it with --force."
                );
                Show(done);
                return ExitCode.Ok;
            }
            // Killed before its record was written: what follows finds the training done.
        }
        var (package, record) = Watched(
            terminal,
            $"detector ({request.Profile})",
            making.Cell,
            progress => making.Make(progress, cancellation),
            static made => made.Record
        );
        using (package)
        {
            // The file first: as long as its record is missing, the same command goes on from here.
            package.Save(output);
            store.AppendOnce(record);
        }
        Show(record);
        return ExitCode.Ok;

        void Show(RunRecord record)
        {
            PlainTable.Write(
                terminal,
                ["Test people", "AUC of frames"],
                [Row(record, "all qualities", "pooled.auc"), Row(record, "JPEG of random quality", $"{PairedJpeg.Random}.auc")]
            );
            terminal.Out.WriteLine(
                Invariant($"{output}: {new FileInfo(output).Length / 1e6:F1} MB; model card {Path.ChangeExtension(output, ".md")}; ")
                    + Invariant($"record {record.Id} in {store.Folder}")
            );
        }
    }

    private static string[] Row(RunRecord record, string title, string metric) =>
        [title, Invariant($"{record.Metrics[metric]:F1} % [{record.Metrics[$"{metric}.low"]:F1}, {record.Metrics[$"{metric}.high"]:F1}]")];
}
