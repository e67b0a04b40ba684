using Lethe.Cli.Submit;
using Lethe.Experiments.Plans;

namespace Lethe.Cli.Commands;

/// <summary>What every cluster is told of a plan: in how many shares it is done, and what a share needs.</summary>
internal sealed class SubmitOptions
{
    private readonly Argument<string> plan = new("PLAN") { Description = "A plan by `lethe plan`." };
    private readonly Option<string?> output;
    private readonly Option<int?> shares,
        parallel,
        memory,
        gpus;
    private readonly Option<int> cpus;

    public SubmitOptions(DocumentedCommand command)
    {
        command.Add(plan);
        output = command.Text("--out", "Where the records go. [default: the plan's own folder for them]", "DIR");
        shares = command.With(
            CommonOptions.OwnNumber(
                "--shards",
                "How many shares to deal each wave into. [default: shares of about half an hour; if nothing was ever timed, one a task]",
                "N",
                1
            )
        );
        parallel = command.With(CommonOptions.OwnNumber("--parallel", "How many shares may run at once. [default: all]", "P", 1));
        cpus = command.With(CommonOptions.Number("--cpus", "Processor cores of a share, and so its threads.", "N", 1, 1));
        gpus = command.With(CommonOptions.OwnNumber("--gpus", "GPUs of a share. [default: 1 if the plan is for cuda, else 0]", "N", 0));
        memory = command.With(
            CommonOptions.OwnNumber("--mem", "Memory of a share in megabytes. [default: the plan's estimate and a quarter]", "MB", 1)
        );
    }

    /// <summary>The plan's path, as it was typed.</summary>
    public string Path(ParseResult given) => given.GetRequiredValue(plan);

    /// <exception cref="LetheException">There is no such plan, or nothing to do in it.</exception>
    public PlanFile Plan(ParseResult given) =>
        PlanFile.Read(Path(given)) is { Tasks.Count: > 0 } read
            ? read
            : throw LetheException.Usage($"There is nothing to do in {Path(given)}: all that it was made for had records.");

    /// <summary>As it was typed; null for the plan's own.</summary>
    public string? Out(ParseResult given) => given.GetValue(output);

    /// <param name="most">Shares of a wave, if their number goes by the estimates.</param>
    public IReadOnlyList<WaveNeeds> Waves(ParseResult given, PlanFile file, int most) => WaveNeeds.Of(file, given.GetValue(shares), most);

    public int? Parallel(ParseResult given) => given.GetValue(parallel);

    public int Cpus(ParseResult given) => given.GetValue(cpus);

    public int Gpus(ParseResult given, PlanFile file) =>
        given.GetValue(gpus) ?? (file.Header.Request.Device.StartsWith("cuda", StringComparison.Ordinal) ? 1 : 0);

    public int? Memory(ParseResult given) => given.GetValue(memory);
}
