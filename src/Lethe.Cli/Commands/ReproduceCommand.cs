using System.CommandLine;
using Lethe.Cli.Views;
using Lethe.Experiments;
using Lethe.Runtime;
using Spectre.Console;
using static Lethe.Cli.Views.Numbers;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe reproduce TABLE...</c>: computes the cells of tables that have no record yet, and prints the tables.</summary>
internal static class ReproduceCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand("reproduce", "Computes the cells of one or more tables that have no record yet, and prints the tables beside the published ones. Tables: lau-utility, lau-efficiency, lau (both).",
            ("lethe reproduce lau", "both tables at quick: embedded images, narrow networks, minutes on two cores"),
            ("lethe reproduce lau --profile small --datasets cifar10 --models resnet18", "the real architecture on the whole data set"),
            ("lethe reproduce lau-utility --methods original,retrain,lau --seeds 3", "some methods, mean and spread over three seeds"),
            ("lethe reproduce lau --json > lau.json", "for a program"));
        var tables = new Argument<string[]>("TABLE") { Description = "lau-utility, lau-efficiency, or lau for both.", Arity = ArgumentArity.OneOrMore };
        var profile = CommonOptions.Text("--profile", "smoke (seconds), quick (minutes, no network), small (full data, short recipes) or paper (the paper's recipes).", "PROFILE", "quick");
        var datasets = CommonOptions.List("--datasets", "Only these, separated by commas; else the profile's.", "NAMES");
        var models = CommonOptions.List("--models", "Only these: vgg16, resnet18, resnet50, vit.", "NAMES");
        var methods = CommonOptions.List("--methods", "Only these, for example retrain,lau,logit-mask; else all.", "NAMES");
        var seeds = CommonOptions.Number("--seeds", "How many seeds, counted from 0.", "N", 1, 1);
        var forget = new Option<int?>("--forget") { Description = "The class to forget, counted from 0; else the table's own.", HelpName = "CLASS", CustomParser = CommonOptions.WholeNumber };
        var device = CommonOptions.Device();
        var precision = CommonOptions.Precision();
        var dataDir = CommonOptions.DataDir();
        var output = new Option<string?>("--out") { Description = "Where records and report go. [default: runs/PROFILE]", HelpName = "DIR" };
        var json = CommonOptions.Json("Write the tables as JSON to stdout, and everything else to stderr.");
        var force = new Option<bool>("--force") { Description = "Compute cells again that have a record." };
        command.Add(tables);
        foreach (var option in (Option[])[profile, datasets, models, methods, seeds, forget, device, precision, dataDir, output, json, force])
        {
            command.Add(option);
        }
        command.SetAction((parsed, cancellation) => Task.FromResult((int)Run(terminal, new()
        {
            Tables = parsed.GetRequiredValue(tables),
            Profile = parsed.GetRequiredValue(profile),
            Datasets = Chosen(parsed.GetValue(datasets)),
            Models = Chosen(parsed.GetValue(models)),
            Methods = Chosen(parsed.GetValue(methods)),
            Seeds = parsed.GetValue(seeds),
            ForgetClass = parsed.GetValue(forget),
            Device = parsed.GetRequiredValue(device),
            Precision = parsed.GetRequiredValue(precision),
            DataDir = parsed.GetValue(dataDir),
            Out = parsed.GetValue(output) ?? Path.Combine("runs", parsed.GetRequiredValue(profile)),
            Force = parsed.GetValue(force),
        }, parsed.GetValue(json), cancellation)));
        return command;
    }

    private static ExitCode Run(Terminal terminal, ExperimentRequest request, bool asJson, CancellationToken cancellation)
    {
        TorchRuntime.Load();
        // With --json stdout is for the tables alone.
        var screen = asJson ? terminal.ErrorScreen : terminal.Screen;
        var state = new RunState($"{string.Join(", ", request.Tables)} ({request.Profile})", TimeProvider.System);
        var planned = new ExperimentRunner(request).Plan().Count;
        var records = Terminal.IsLive(screen)
            ? LiveRun.Show(screen, state, RunWith)
            : RunWith(new Both(state, new RunLog(screen.Profile.Out.Writer)));
        Summary(screen, state, planned, request);
        ResultOutput.Write(terminal, screen, request, records, asJson);
        return state.Failed > 0 ? ExitCode.Failed : ExitCode.Ok;

        IReadOnlyList<RunRecord> RunWith(IProgress<ExperimentEvent> progress) => new ExperimentRunner(request) { Progress = progress }.Run(cancellation);
    }

    private static void Summary(IAnsiConsole screen, RunState state, int planned, ExperimentRequest request)
    {
        var output = screen.Profile.Out.Writer;
        if (state.Computed == 0)
        {
            output.WriteLine(Invariant($"Nothing to compute: all {planned} cells have records (--force recomputes)."));
            return;
        }
        var failed = state.Failed == 0 ? "" : Invariant($", {state.Failed} of them failed (the same command tries them again)");
        output.WriteLine(Invariant($"Computed {state.Computed} of {planned} cells in {Span(state.Elapsed)}{failed}; records are in {Path.GetFullPath(request.Out)}."));
    }

    private static string[]? Chosen(string[]? names) => names is { Length: > 0 } ? names : null;

    private sealed class Both(RunState state, RunLog log) : IProgress<ExperimentEvent>
    {
        public void Report(ExperimentEvent value)
        {
            state.Apply(value);
            log.Report(value);
        }
    }
}
