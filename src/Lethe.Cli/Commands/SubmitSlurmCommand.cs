using Lethe.Cli.Submit;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe submit slurm</c>: a plan as arrays of jobs.</summary>
internal static class SubmitSlurmCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "slurm",
            "Prints a script that gives a plan to Slurm: an array of jobs for the trainings, and one for the cells that begins when the "
                + "first has ended. With --yes it is run at once. To submit the same plan again does no harm: what has a record is "
                + "passed over.",
            ("lethe submit slurm plan.jsonl", "to read; `| bash` or --yes submits it"),
            ("lethe submit slurm plan.jsonl --yes --partition gpu --gpus 1 --parallel 8", "at most eight GPUs at once"),
            ("lethe submit slurm plan.jsonl --image lethe.sif", "each share in a container"),
            ("lethe submit slurm plan.jsonl --sbatch=--account=lab --sbatch=--mail-type=END", "what else the cluster wants to know")
        );
        var options = new SlurmOptions(command);
        return command.Runs(
            (given, _) =>
            {
                var script = options.Script(given).Write();
                terminal.Out.Write(given.GetValue(options.Yes) ? Slurm.Submit(script) : script);
                return ExitCode.Ok;
            }
        );
    }
}
