using Lethe.Cli.Plans;
using Lethe.Cli.Views;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Interactive.Runs;
using TorchSharp;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe reproduce TABLE...</c>: computes the cells of tables that have no record yet, and prints the tables.</summary>
internal static class ReproduceCommand
{
    private const int GibOfProcess = 2,
        MostProcesses = 8;

    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "reproduce",
            "Computes the cells of one or more tables that have no record yet, and prints the tables beside the published ones. "
                + ReproduceOptions.KnownTables,
            ("lethe reproduce lau", "both tables at quick: embedded images, narrow networks, minutes on two cores"),
            ("lethe reproduce lau --profile small --datasets cifar10 --models resnet18", "the real architecture on the whole data set"),
            ("lethe reproduce lau-utility --methods original,retrain,lau --seeds 3", "some methods, mean and spread over three seeds"),
            ("lethe reproduce lau-pgd lau-double-softmax", "two of the paper's ablations"),
            ("lethe reproduce qad", "deepfake detectors for every quality: four trainings, five families of forgeries, three seeds"),
            ("lethe reproduce erase", "a concept erased from the small text-to-image model by five methods, three seeds, in minutes"),
            (
                "lethe reproduce erase --sd stable-diffusion-v1-4 --profile paper --pictures coco",
                "the paper's own model, on a GPU: nudity erased, FID to real pictures; takes days"
            ),
            ("lethe reproduce lau --json > lau.json", "for a program")
        );
        var options = new ReproduceOptions(command);
        var parallel = command.With(Parallel());
        return command.Runs(
            (given, cancellation) =>
                Run(terminal, options.Request(given), given.GetValue(parallel), given.GetValue(options.Json!), cancellation)
        );
    }

    public static Option<int?> Parallel() =>
        CommonOptions.OwnNumber(
            "--parallel",
            "How many processes share the work, and the cores; whoever has nothing left helps the others. [default: one a core "
                + "at quick, whose networks are too narrow for more; else 1]",
            "N",
            1
        );

    /// <summary>Computes what has no record, and prints the tables.</summary>
    /// <param name="parallel">Processes; null for as many as usual.</param>
    public static ExitCode Run(Terminal terminal, ExperimentRequest request, int? parallel, bool asJson, CancellationToken cancellation)
    {
        if (parallel > 1 && request.Force)
        {
            throw LetheException.Usage(
                "Several processes cannot know what the others have computed again: --force goes with --parallel 1."
            );
        }
        TorchRuntime.Load();
        var processes = parallel ?? Usual(request);
        var screen = asJson ? terminal.ErrorScreen : terminal.Screen; // with --json stdout is for the tables alone
        // The runner takes its listener when it is made, before it can be known how many cells there are to show.
        IProgress<ExperimentEvent>? target = null;
        using var runner = new ExperimentRunner(request) { Progress = new Relay<ExperimentEvent>(value => target?.Report(value)) };
        var plan = runner.Plan();
        var state = new RunState($"{string.Join(", ", request.Tables)} ({request.Profile})", plan.Count, TimeProvider.System);
        var networks = new FinishedNetworks(screen, plan, request.Tables, runner.Records.Latest);
        LiveRun.Show(
            screen,
            state,
            progress =>
            {
                target = progress;
                if (processes > 1)
                {
                    ParallelRun.Run(runner, request, processes, progress, cancellation);
                    return 0;
                }
                return runner.Run(cancellation).Count;
            },
            networks.Report
        );
        var ids = plan.Select(static cell => cell.Id).ToHashSet();
        var records = runner.Records.Latest().Where(record => ids.Contains(record.Id)).ToList();
        screen.Profile.Out.Writer.WriteLine(Summary(state, ids.Count, records, runner.Records.Folder));
        ResultOutput.Write(terminal, screen, request, records, asJson);
        return state.Failed > 0 ? ExitCode.Failed : ExitCode.Ok;
    }

    // Measured: two processes with a thread each train quick's networks 1.4 to 1.9 times as fast as one process with two.
    private static int Usual(ExperimentRequest request) =>
        request.Profile == Profile.Quick.Name && !request.Force && Devices.Parse(request.Device).type == DeviceType.CPU
            ? (int)Math.Clamp(Math.Min(torch.get_num_threads(), Processor.MemoryGib / GibOfProcess), 1, MostProcesses)
            : 1;

    private static string Summary(RunState state, int cells, List<RunRecord> records, string folder)
    {
        if (state.Computed == 0 && records.Count == cells)
        {
            return Invariant($"Nothing to compute: all {cells} cells have records (--force recomputes).");
        }
        var missing = cells - records.Count;
        return Invariant($"Computed {state.Computed} of {cells} cells in {Span(state.Elapsed)}")
            + (state.Failed == 0 ? "" : Invariant($", {state.Failed} of them failed (the same command tries them again)"))
            + (missing == 0 ? "" : Invariant($", {missing} are being computed by another process"))
            + $"; records are in {folder}.";
    }
}
