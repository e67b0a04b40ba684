using System.Diagnostics;
using Lethe.Cli.Submit;
using Lethe.Experiments.Plans;
using Lethe.Tests.Experiments;
using static Lethe.Tests.Cli.Submit.TestPlan;
using TemporaryFolder = Lethe.Tests.Data.TemporaryFolder;

namespace Lethe.Tests.Cli.Submit;

/// <summary>The script, and what bash makes of it with an sbatch that only notes what it is given.</summary>
public sealed class SlurmScriptTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SlurmScriptTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no bash, and no Slurm");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_printed()
    {
        var script = Script([Network(0, 12.3, 850), Cell(0, 0, 4), Cell(1, 0)], "plan.jsonl") with
        {
            Gpus = 1,
            Parallel = 8,
            Partition = "gpu",
            More = ["--account=lab"],
        };
        Snapshot.Match(script.Write().Replace(folder.Path, "/home/me", StringComparison.Ordinal), "submit-slurm", "Cli");
    }

    [Fact]
    public void Every_share_is_handed_out_once_in_arrays_that_fit()
    {
        var sent = Submit(
            Script([Network(0), .. Enumerable.Range(0, 7).Select(static i => Cell(i, 0))], "plan.jsonl") with
            {
                MaxArraySize = 3,
            }
        );

        Assert.Equal(["0-0", "0-2", "0-2", "0-0"], sent.Select(static one => one.Option("array")));
        Assert.Equal("--parsable", sent[0].Arguments);
        Assert.All(sent[1..], static one => Assert.Equal("--parsable --dependency=afterany:101", one.Arguments));
        Assert.Equal(
            Enumerable.Range(0, 7).Select(static i => $"{i}/7"),
            sent[1..].SelectMany(one => one.Indices.Select(index => Shard(one, index)))
        );
    }

    [Fact]
    public void The_second_wave_waits_for_every_array_of_the_first()
    {
        var sent = Submit(Script([Network(0), Network(1), Network(2), Cell(0, 0)], "plan.jsonl") with { MaxArraySize = 2 });

        Assert.Equal("--parsable --dependency=afterany:101:102", sent[^1].Arguments);
        Assert.Equal([("101", 0), ("102", 0), ("103", 1)], NotedJob.Read(folder["plan.jsonl"]).Select(static job => (job.Job, job.Wave)));
    }

    [Theory]
    [InlineData("a b's $HOME `id` 100% é/plan.jsonl")]
    [InlineData("$(touch here);&/pl an.jsonl")]
    public void Names_of_folders_are_never_commands(string name)
    {
        var script = Script([Network(0)], name);
        var sent = Assert.Single(Submit(script));

        Assert.Equal(
            $"\"{NotedJob.FolderOf(folder[name]).Replace("%", "%%", StringComparison.Ordinal)}/%A_%a.txt\"",
            sent.Option("output")
        );
        Assert.Equal(["run", folder[name], "--wave", "0", "--shard", "0/1", "--out", folder["runs"]], Executed(sent, 0)[3..]);
        Assert.Equal(folder["runs"], Assert.Single(NotedJob.Read(folder[name])).Out);
    }

    [Fact]
    public void The_program_takes_the_place_of_the_shell_and_knows_its_threads()
    {
        var sent = Assert.Single(Submit(Script([Network(0)], "plan.jsonl") with { Cpus = 3 }));

        var said = Executed(sent, 0);
        Assert.Equal(["the same process", "3", folder["home"]], said[..3]);
        Assert.Equal("3", sent.Option("cpus-per-task"));
        Assert.Equal("B:TERM@120", sent.Option("signal"));
    }

    [Fact]
    public void A_name_that_no_directive_can_hold_is_refused() =>
        Assert.Equal(
            Lethe.Runtime.ExitCode.Usage,
            Assert
                .Throws<Lethe.Runtime.LetheException>(() => (Script([Network(0)], "plan.jsonl") with { Partition = "a\"b" }).Write())
                .ExitCode
        );

    private SlurmScript Script(IEnumerable<PlanTask> tasks, string name)
    {
        var path = Write(folder, tasks, name);
        return new()
        {
            Plan = path,
            Waves = WaveNeeds.Of(PlanFile.Read(path), 1000, 1000),
            Program =
            [
                Executable(
                    "program",
                    "[ $$ = $STARTED ] && echo the same process\necho $OMP_NUM_THREADS\necho $LETHE_HOME\nprintf '%s\\n' \"$@\""
                ),
            ],
            WorkingFolder = folder.Path,
            Out = folder["runs"],
            Home = folder["home"],
        };
    }

    // Gives the script to bash beside an sbatch that numbers the jobs from 101.
    private Sent[] Submit(SlurmScript script)
    {
        var sent = Directory.CreateDirectory(folder["sent"]).FullName;
        Executable(
            "bin/sbatch",
            $"n=$((101 + $(ls {sent} | grep -c args || true)))\necho \"$*\" >{sent}/$n.args\ncat >{sent}/$n.sh\necho \"$n;cluster\""
        );
        Bash(script.Write(), [], ("PATH", $"{folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}"));
        return
        [
            .. Directory
                .GetFiles(sent, "*.sh")
                .Order(StringComparer.Ordinal)
                .Select(static file => new Sent(File.ReadAllText(Path.ChangeExtension(file, ".args")).Trim(), File.ReadAllText(file))),
        ];
    }

    private string Shard(Sent sent, int index) => Executed(sent, index)[3..] is [_, _, _, _, "--shard", var shard, ..] ? shard : "none";

    // What the program said when the batch script ran as Slurm runs it.
    private string[] Executed(Sent sent, int index)
    {
        var file = folder["batch"];
        File.WriteAllText(file, sent.Script);
        return Bash(
                "export STARTED=$$; exec bash \"$0\"",
                [file],
                ("SLURM_ARRAY_TASK_ID", $"{index}"),
                ("SLURM_CPUS_PER_TASK", sent.Option("cpus-per-task"))
            )
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Bash(string script, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", ["-c", script, .. arguments]) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return said;
    }

    private string Executable(string name, string script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllText(folder[name], $"#!/bin/bash\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        return folder[name];
    }

    private sealed record Sent(string Arguments, string Script)
    {
        public IEnumerable<int> Indices => Enumerable.Range(0, int.Parse(Option("array").Split('-')[1]) + 1);

        public string Option(string name) =>
            Script.Split('\n').Single(line => line.StartsWith($"#SBATCH --{name}=", StringComparison.Ordinal)).Split('=', 2)[1];
    }
}
