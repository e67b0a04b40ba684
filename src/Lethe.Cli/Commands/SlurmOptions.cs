using System.Text.RegularExpressions;
using Lethe.Cli.Submit;

namespace Lethe.Cli.Commands;

/// <summary>The options of <c>lethe submit slurm</c>, in the order of its help.</summary>
internal sealed partial class SlurmOptions
{
    private readonly SubmitOptions share;
    private readonly Option<string?> program,
        image,
        partition,
        time;
    private readonly Option<string[]> more;

    public SlurmOptions(DocumentedCommand command)
    {
        Yes = command.Flag("--yes", "Submit it, too.");
        program = command.Text("--program", "The published program, where every node sees it. [default: this one]", "PATH");
        image = command.Text(
            "--image",
            "In place of a program: a container image for Apptainer, as a .sif file or by its name in a registry.",
            "NAME"
        );
        share = new(command);
        partition = command.Text("--partition", "The partition. [default: the cluster's]", "NAME");
        time = command.Text(
            "--time",
            "Time limit of a share, as Slurm writes it. [default: the plan's estimate and half of it again]",
            "TIME"
        );
        more = command.Repeated("--sbatch", "A further option for sbatch, such as --sbatch=--account=lab.", "OPTION");
    }

    public Option<bool> Yes { get; }

    public SlurmScript Script(ParseResult given)
    {
        var plan = share.Plan(given);
        var size = Slurm.MaxArraySize() ?? SlurmScript.UsualArraySize;
        var (file, records) = (Path.GetFullPath(share.Path(given)), Path.GetFullPath(share.Out(given) ?? plan.Header.Request.Out));
        var gpus = share.Gpus(given, plan);
        return new()
        {
            Plan = file,
            Waves = share.Waves(given, plan, size),
            Program = Program(given, gpus > 0, [Environment.CurrentDirectory, Path.GetDirectoryName(file)!, records, LetheHome.Root]),
            WorkingFolder = Environment.CurrentDirectory,
            Out = records,
            Home = LetheHome.Root,
            Parallel = share.Parallel(given),
            Partition = given.GetValue(partition),
            Time =
                given.GetValue(time) is { } limit && !Limit().IsMatch(limit)
                    ? throw LetheException.Usage(
                        $"--time wants a time as Slurm writes it, such as 90 (minutes), 2:30:00 or 1-12, not '{limit}'."
                    )
                    : given.GetValue(time),
            Memory = share.Memory(given),
            Cpus = share.Cpus(given),
            Gpus = gpus,
            More = [.. given.GetValue(more)!.Select(Further)],
            MaxArraySize = size,
        };
    }

    private IReadOnlyList<string> Program(ParseResult given, bool hasGpu, IEnumerable<string> folders) =>
        (given.GetValue(program), given.GetValue(image)) switch
        {
            (not null, not null) => throw LetheException.Usage("Either --program or --image: a share runs one of them."),
            ({ } path, null) when File.Exists(path) => [Path.GetFullPath(path)],
            ({ } path, null) => throw LetheException.NotFound($"There is no program {Path.GetFullPath(path)}."),
            (null, { } name) => Container(name, hasGpu, folders),
            // Started as `dotnet Lethe.Cli.dll`, it is started so again.
            _ => Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "Lethe.Cli"
                ? [Environment.ProcessPath!]
                : [DotNetHost.Path, Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll")],
        };

    // Apptainer runs the program itself in its own place, so that signals reach it.
    private static IReadOnlyList<string> Container(string name, bool hasGpu, IEnumerable<string> folders) =>
        [
            "apptainer",
            "exec",
            .. (string[])(hasGpu ? ["--nv"] : []),
            .. folders.Distinct(StringComparer.Ordinal).SelectMany(static folder => (string[])["--bind", folder]),
            File.Exists(name) ? Path.GetFullPath(name)
            : name.Contains("://", StringComparison.Ordinal) ? name
            : $"docker://{name}",
            "lethe",
        ];

    private static string Further(string option) =>
        option.StartsWith('-') && !option.Any(char.IsControl)
            ? option
            : throw LetheException.Usage($"--sbatch wants an option of sbatch, such as --account=lab, not '{option}'.");

    [GeneratedRegex(@"^(\d+-)?\d+(:\d+){0,2}$")]
    private static partial Regex Limit();
}
