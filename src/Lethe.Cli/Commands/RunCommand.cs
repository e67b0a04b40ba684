using System.Text.Json;
using Lethe.Cli.Views;
using Lethe.Experiments.Plans;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Interactive.Runs;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe run PLAN</c>: does a plan, or a share of it.</summary>
internal static class RunCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "run",
            "Does what `lethe plan` wrote down, or a share of it: each record is a file of its own, so any number may run at once, on "
                + "machines that share a disk or not. `lethe merge` gathers what they wrote. Stopped, it goes on with the same command.",
            ("lethe run plan.jsonl", "all of it"),
            (
                "lethe run plan.jsonl --shard 0/4",
                "the first of four shares; within Slurm's arrays and Kubernetes' indexed jobs it is known"
            ),
            ("lethe run plan.jsonl --wave 0 --until 25m", "trainings only, for 25 minutes")
        );
        var options = new ShareOptions(command);
        return command.Runs(
            (given, cancellation) =>
            {
                IProgress<ExperimentEvent>? target = null;
                var (plan, share) = (options.Plan(given), options.Share(given));
                using var run = options.Run(given, plan, share, new Relay<ExperimentEvent>(value => target?.Report(value)));
                var within = options.Within(given);
                return Run(terminal, plan, share, run, value => target = value, options.SaysEvents(given), within, cancellation);
            }
        );
    }

    private static ExitCode Run(
        Terminal terminal,
        PlanFile plan,
        Shard share,
        ShareRun run,
        Action<IProgress<ExperimentEvent>> listen,
        bool saysEvents,
        TimeSpan? within,
        CancellationToken cancellation
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (within is { } time)
        {
            stop.CancelAfter(time);
        }
        TorchRuntime.Load();
        var state = new RunState($"share {share} of {plan.Tasks.Count} tasks", 0, TimeProvider.System);
        try
        {
            if (saysEvents)
            {
                listen(new Relay<ExperimentEvent>(value => Tell(terminal, state, value)));
                _ = run.Run(stop.Token);
            }
            else
            {
                _ = LiveRun.Show(
                    terminal.Screen,
                    state,
                    progress =>
                    {
                        listen(progress);
                        return run.Run(stop.Token).Count;
                    }
                );
            }
        }
        catch (OperationCanceledException)
        {
            throw new LetheException(
                ExitCode.Unfinished,
                Invariant($"Stopped before the end, with {state.Computed} cells computed; the same command goes on.")
            );
        }
        if (!saysEvents)
        {
            terminal.Out.WriteLine(Summary(state, run));
        }
        return run.Refused > 0 ? ExitCode.Missing
            : state.Failed > 0 ? ExitCode.Failed
            : ExitCode.Ok;
    }

    private static void Tell(Terminal terminal, RunState state, ExperimentEvent value)
    {
        state.Apply(value);
        lock (terminal)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(value, RecordJson.Line));
            terminal.Out.Flush();
        }
    }

    private static string Summary(RunState state, ShareRun run) =>
        Invariant($"Computed {state.Computed} cells in {Span(state.Elapsed)}")
        + (state.Failed == 0 ? "" : Invariant($", {state.Failed} of them failed"))
        + (run.Refused == 0 ? "" : Invariant($"; {run.Refused} were refused, because their networks have not been trained"))
        + $"; records are in {run.Records.Folder}. Gather them with: lethe merge {run.Records.Folder}";
}
