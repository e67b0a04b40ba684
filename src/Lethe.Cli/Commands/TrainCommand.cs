using System.CommandLine;
using Lethe.Cli.Views;
using Lethe.Detection;
using Lethe.Experiments;
using Lethe.Interactive.Runs;
using Lethe.Runtime;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe train</c>: what the other commands use, made from data.</summary>
internal static class TrainCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand("train", "Trains what other commands use.", ("lethe train detector --out mine.safetensors", "a detector of forged faces, for 'lethe detect --model'"));
        command.Add(Detector(terminal));
        return command;
    }

    private static DocumentedCommand Detector(Terminal terminal)
    {
        var command = new DocumentedCommand("detector", "Trains a detector of forged faces on every family of a set, calibrates it, and writes it with its model card for 'lethe detect --model FILE'. Killed, it goes on at its last epoch when it is started again.",
            ("lethe train detector --out mine.safetensors", "the tiny network on the sample that comes with the kit"),
            ("lethe train detector --profile small --out qad.safetensors", "EfficientNet-B1 on forged LFW faces (see 'lethe faces make'): as the detector that comes with the kit was made"));
        var output = new Option<string>("--out") { Description = "The file to write; the model card goes beside it.", HelpName = "FILE", Required = true };
        var profile = CommonOptions.Text("--profile", "smoke, quick, small or paper: set, network and recipe, as for 'lethe reproduce qad'.", "PROFILE", "quick");
        var dataset = new Option<string?>("--dataset") { Description = $"The set; else the profile's. There are {string.Join(", ", DetectionProfile.AllDatasets)}.", HelpName = "NAME" };
        var model = new Option<string?>("--model") { Description = "The network; else the profile's first.", HelpName = "NAME" };
        var method = CommonOptions.Text("--method", "The objective.", "NAME", "qad");
        var seed = CommonOptions.Number("--seed", "Of every random choice.", "N", 0, 0);
        var dataDir = CommonOptions.DataDir();
        var device = CommonOptions.Device();
        var precision = CommonOptions.Precision();
        var records = new Option<string?>("--records") { Description = "Where the record of the training goes. [default: runs/PROFILE]", HelpName = "DIR" };
        var force = new Option<bool>("--force") { Description = "Overwrite the file of --out if it is there." };
        foreach (var option in (Option[])[output, profile, dataset, model, method, seed, dataDir, device, precision, records, force])
        {
            command.Add(option);
        }
        command.SetAction((parsed, cancellation) => Task.FromResult((int)Run(terminal, parsed.GetRequiredValue(output), parsed.GetValue(force), new()
        {
            Tables = [],
            Profile = parsed.GetRequiredValue(profile),
            Datasets = [parsed.GetValue(dataset) ?? DetectionProfile.Get(parsed.GetRequiredValue(profile)).Datasets[0]],
            Models = [parsed.GetValue(model) ?? DetectionProfile.Get(parsed.GetRequiredValue(profile)).Models[0]],
            Methods = [parsed.GetRequiredValue(method)],
            Seeds = parsed.GetValue(seed) + 1,
            DataDir = parsed.GetValue(dataDir),
            Device = parsed.GetRequiredValue(device),
            Precision = parsed.GetRequiredValue(precision),
            Out = parsed.GetValue(records) ?? Path.Combine("runs", parsed.GetRequiredValue(profile)),
        }, cancellation)));
        return command;
    }

    private static ExitCode Run(Terminal terminal, string output, bool force, ExperimentRequest request, CancellationToken cancellation)
    {
        if (Path.GetExtension(output) != ".safetensors")
        {
            throw LetheException.Usage($"--out {output}: a detector is written as a .safetensors file.");
        }
        if (File.Exists(output) && !force)
        {
            throw LetheException.Unwritable($"{Path.GetFullPath(output)} is there already. Choose another file with --out, or overwrite it with --force.");
        }
        TorchRuntime.Load();
        using var making = new DetectorMaking(request);
        var state = new RunState($"detector ({request.Profile})", 1, TimeProvider.System);
        var (package, record) = Terminal.IsLive(terminal.Screen)
            ? LiveRun.Show(terminal.Screen, state, Make)
            : Make(Logged(terminal, state));
        using (package)
        {
            new RecordStore(request.Out).Append(record);
            package.Save(output);
        }
        PlainTable.Write(terminal, ["Test people", "AUC of frames"], [Row("all qualities", "pooled.auc"), Row("JPEG of random quality", $"{PairedJpeg.Random}.auc")]);
        terminal.Out.WriteLine(Invariant($"{output}: {new FileInfo(output).Length / 1e6:F1} MB; model card {Path.ChangeExtension(output, ".md")}; record {record.Id} in {Path.GetFullPath(request.Out)}"));
        return ExitCode.Ok;

        string[] Row(string title, string metric) => [title, Invariant($"{record.Metrics[metric]:F1} % [{record.Metrics[$"{metric}.low"]:F1}, {record.Metrics[$"{metric}.high"]:F1}]")];

        (DetectorPackage, RunRecord) Make(IProgress<ExperimentEvent> progress)
        {
            progress.Report(new CellStarted(making.Cell, 1, 1));
            var made = making.Make(progress, cancellation);
            progress.Report(new CellFinished(made.Record));
            return made;
        }
    }

    private static DirectProgress<ExperimentEvent> Logged(Terminal terminal, RunState state)
    {
        var log = new RunLog(terminal.Screen.Profile.Out.Writer);
        return new(happened =>
        {
            state.Apply(happened);
            log.Report(happened);
        });
    }
}
