namespace Lethe.Cli.Commands;

/// <summary><c>lethe submit</c>: a plan for many machines.</summary>
internal static class SubmitCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "submit",
            "Hands a plan to a cluster, which places, repeats and limits its shares. Prints what it hands over.",
            ("lethe submit slurm plan.jsonl", "a script for Slurm: an array of jobs for the trainings, and one for the cells"),
            ("lethe submit k8s plan.jsonl --image registry/lethe > plan.yaml", "Indexed Jobs for Kubernetes")
        );
        command.Add(SubmitSlurmCommand.Create(terminal));
        command.Add(SubmitKubernetesCommand.Create(terminal));
        return command;
    }
}
