using Lethe.Cli.Views;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Interactive.Runs;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe train</c>: what the other commands use, made from data.</summary>
internal static class TrainCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "train",
            "Trains what other commands use.",
            ("lethe train classifier --data ./people --out people.safetensors", "your own photographs, for 'lethe unlearn --model'"),
            ("lethe train detector --out mine.safetensors", "a detector of forged faces, for 'lethe detect --model'"),
            ("lethe train fashion-diffusion --out my-fashion", "the small text-to-image model of the erasing experiments")
        );
        command.Add(TrainClassifierCommand.Create(terminal));
        command.Add(TrainDetectorCommand.Create(terminal));
        command.Add(TrainFashionCommand.Create(terminal));
        return command;
    }

    public static Option<int> Seed(DocumentedCommand command) =>
        command.With(CommonOptions.Number("--seed", "Seed of every random choice.", "N", 0, 0));

    public static Option<string?> Records(DocumentedCommand command) =>
        command.Text("--records", "Where the record of the training goes. [default: runs/PROFILE]", "DIR");

    /// <summary>Makes one cell and shows how far it is.</summary>
    public static RunRecord Watched(Terminal terminal, string title, Cell cell, Func<IProgress<ExperimentEvent>, RunRecord> make)
    {
        var state = new RunState(title, 1, TimeProvider.System);
        if (Terminal.IsLive(terminal.Screen))
        {
            return LiveRun.Show(terminal.Screen, state, Make);
        }
        var log = new RunLog(terminal.Screen.Profile.Out.Writer);
        return Make(
            new Relay<ExperimentEvent>(happened =>
            {
                state.Apply(happened);
                log.Report(happened);
            })
        );

        RunRecord Make(IProgress<ExperimentEvent> progress)
        {
            progress.Report(new CellStarted(cell, 1, 1));
            var record = make(progress);
            progress.Report(new CellFinished(record));
            return record;
        }
    }
}
