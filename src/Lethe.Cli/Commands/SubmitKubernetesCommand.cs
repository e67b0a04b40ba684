using Lethe.Cli.Submit;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe submit k8s</c>: a plan as Indexed Jobs.</summary>
internal static class SubmitKubernetesCommand
{
    // Pods of one Job that Kubernetes still retries index by index.
    private const int MostShares = 10_000,
        UsualShares = 1000;

    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "k8s",
            "Prints a plan for Kubernetes (1.33 or later), as YAML for kubectl: an Indexed Job for the trainings, and a suspended one for "
                + "the cells. What is typed to start the second is in the comment at its head.",
            ("lethe submit k8s plan.jsonl --image registry/lethe > plan.yaml", "to read, and then: kubectl apply -f plan.yaml"),
            ("lethe submit k8s plan.jsonl --image registry/lethe:cuda --gpus 1 --parallel 4", "at most four GPUs at once")
        );
        var image = command.Required("--image", "The container image, see Dockerfile.", "NAME");
        var claim = command.Text(
            "--claim",
            "The PersistentVolumeClaim for records and trained networks; every node must be able to write it.",
            "NAME",
            "lethe"
        );
        var share = new SubmitOptions(command);
        return command.Runs(
            (given, _) =>
            {
                terminal.Out.Write(Manifest(given, share, given.GetRequiredValue(image), given.GetRequiredValue(claim)).Write());
                return ExitCode.Ok;
            }
        );
    }

    private static KubernetesManifest Manifest(ParseResult given, SubmitOptions share, string image, string claim)
    {
        var plan = share.Plan(given);
        var waves = share.Waves(given, plan, UsualShares);
        return waves.All(static wave => wave.Shares <= MostShares)
            ? new()
            {
                Plan = File.ReadAllText(share.Path(given)),
                Waves = waves,
                Image = image,
                Claim = claim,
                Out = share.Out(given),
                Parallel = share.Parallel(given),
                Memory = share.Memory(given),
                Cpus = share.Cpus(given),
                Gpus = share.Gpus(given, plan),
            }
            : throw LetheException.Usage($"A Job takes up to {MostShares} shares; say fewer with --shards.");
    }
}
