using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Lethe.Tests.Cli.Kills;
using Lethe.Tests.Data;

namespace Lethe.Tests.Cli.Submit;

/// <summary>
/// A real Slurm of two nodes, each with one processor, on this machine: a controller, two daemons for nodes, and a munged of their own with
/// a key of their own. All of it lies in one folder and ends with the test.
/// </summary>
internal sealed class SlurmCluster : IDisposable
{
    private static readonly string[] Programs = ["slurmctld", "slurmd", "munged", "sbatch", "squeue", "scontrol", "scancel", "sinfo"];
    private static readonly string[] Nodes = ["n1", "n2"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, Process> daemons = [];

    private SlurmCluster()
    {
        Directory.CreateDirectory(folder["state"]);
        Directory.CreateDirectory(folder["spool"]);
        File.WriteAllBytes(folder["munge.key"], RandomNumberGenerator.GetBytes(128));
        if (!OperatingSystem.IsWindows()) // where there is no Slurm
        {
            File.SetUnixFileMode(folder["munge.key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101); // munged's socket is for everybody
        }
        File.WriteAllText(folder["slurm.conf"], Configuration());
    }

    /// <summary>Starts it, or skips the calling test where Slurm is not installed.</summary>
    public static SlurmCluster Start()
    {
        Need.Package(
            Programs.All(static name => Find(name) is not null),
            "slurm-wlm munge",
            "Slurm's two nodes are started here for the test, and Slurm is not installed."
        );
        var cluster = new SlurmCluster();
        try
        {
            cluster.StartAll();
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>What Slurm's commands want to know.</summary>
    public (string Name, string Value) Variable => ("SLURM_CONF", folder["slurm.conf"]);

    /// <summary>Runs one of Slurm's commands.</summary>
    /// <returns>What it said.</returns>
    public string Ask(string program, params string[] arguments)
    {
        using var process = Process.Start(Start(program, arguments))!;
        var (said, complaint) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {complaint.Result}");
        return said.Result;
    }

    /// <summary>The tasks that wait or run: "3_7 RUNNING n1".</summary>
    public IReadOnlyList<QueuedTask> Queue() =>
        [
            .. Ask("squeue", "-h", "-r", "-o", "%i|%T|%N|%A")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => line.Split('|'))
                .Select(static words => new QueuedTask(words[0], words[1], words[2], words[3])),
        ];

    /// <summary>The nodes that tasks have run on in the last minutes.</summary>
    public ISet<string> NodesUsed() =>
        Regex.Matches(Ask("scontrol", "show", "job"), @"BatchHost=(\w+)").Select(static found => found.Groups[1].Value).ToHashSet();

    /// <summary>Waits until something holds of the queue.</summary>
    public void WaitFor(Func<IReadOnlyList<QueuedTask>, bool> isSo, TimeSpan patience, string what)
    {
        for (var clock = Stopwatch.StartNew(); !isSo(Queue()); Thread.Sleep(200))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Assert.True(clock.Elapsed < patience, $"waited {patience.TotalSeconds} s for {what}:\n{string.Join('\n', Queue())}\n{Logs()}");
        }
    }

    /// <summary>Ends the daemon of a node at once, as when the power fails; what it has started goes on.</summary>
    public void KillNode(string name) => End(name, byForce: true);

    public void StartNode(string name) => Begin(name, "slurmd", "-D", "-N", name);

    public void Dispose()
    {
        if (daemons.ContainsKey("slurmctld"))
        {
            using var cancel = Process.Start(Start("scancel", ["--state=PENDING,RUNNING,SUSPENDED", "-u", Environment.UserName]))!;
            cancel.WaitForExit();
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience && Queue().Count > 0; Thread.Sleep(200)) { }
        }
        foreach (var name in daemons.Keys.Reverse().ToList())
        {
            End(name, byForce: false);
        }
        folder.Dispose();
    }

    private void StartAll()
    {
        string[] munge =
        [
            "key-file=munge.key",
            "socket=munge.socket",
            "pid-file=munged.pid",
            "log-file=munged.log",
            "seed-file=munge.seed",
        ];
        Begin(
            "munged",
            "munged",
            ["--foreground", .. munge.Select(option => $"--{option.Replace("=", $"={folder.Path}/", StringComparison.Ordinal)}")]
        );
        Until(() => File.Exists(folder["munge.socket"]), "munged");
        Begin("slurmctld", "slurmctld", "-D");
        Array.ForEach(Nodes, StartNode);
        Until(
            () => Ask("sinfo", "-h", "-N", "-o", "%T").Split('\n', StringSplitOptions.RemoveEmptyEntries) is ["idle", "idle"],
            "the nodes"
        );
    }

    private void Until(Func<bool> isSo, string what)
    {
        for (var clock = Stopwatch.StartNew(); !Succeeds(); Thread.Sleep(200))
        {
            Assert.True(clock.Elapsed < Patience, $"{what} did not start:\n{Logs()}");
        }

        bool Succeeds()
        {
            try
            {
                return isSo();
            }
            catch (Xunit.Sdk.TrueException)
            {
                return false; // the controller does not answer yet
            }
        }
    }

    private void Begin(string name, string program, params string[] arguments)
    {
        var process = Process.Start(Start(program, arguments))!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        daemons[name] = process;
    }

    private void End(string name, bool byForce)
    {
        using var process = daemons[name];
        daemons.Remove(name);
        if (!byForce)
        {
            LetheChild.Signal(process.Id, LetheChild.Terminate);
        }
        if (byForce || !process.WaitForExit(Patience))
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private ProcessStartInfo Start(string program, IEnumerable<string> arguments) =>
        new(Find(program)!, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
            Environment = { [Variable.Name] = Variable.Value },
        };

    private string Logs() =>
        string.Join(
            '\n',
            Directory
                .EnumerateFiles(folder.Path, "*.log")
                .Select(static file => $"{Path.GetFileName(file)}:\n{string.Join('\n', File.ReadLines(file).TakeLast(15))}")
        );

    // Short times, so that a test need not wait for minutes: credentials that last 5 s let a task start again after 5 s.
    private string Configuration()
    {
        var host = Environment.MachineName.Split('.')[0];
        var ports = FreePorts(3);
        return $"""
            ClusterName=lethe
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={ports[0]}
            SlurmUser={Environment.UserName}
            SlurmdUser={Environment.UserName}
            AuthType=auth/munge
            AuthInfo=socket={folder["munge.socket"]},cred_expire=5
            StateSaveLocation={folder["state"]}
            SlurmdSpoolDir={folder["spool"]}/%n
            SlurmctldPidFile={folder["slurmctld.pid"]}
            SlurmdPidFile={folder.Path}/%n.pid
            SlurmctldLogFile={folder["slurmctld.log"]}
            SlurmdLogFile={folder.Path}/%n.log
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            MpiDefault=none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU
            ReturnToService=2
            SchedulerParameters=bf_interval=1,sched_interval=1
            SlurmdTimeout=10
            KillWait=10
            MaxArraySize=5
            NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[1]} CPUs=1 RealMemory=1000 State=UNKNOWN
            NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[2]} CPUs=1 RealMemory=1000 State=UNKNOWN
            PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP

            """;
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, static one => one.Start());
        int[] ports = [.. listeners.Select(static one => ((IPEndPoint)one.LocalEndpoint).Port)];
        Array.ForEach(listeners, static one => one.Stop());
        return ports;
    }

    private static string? Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin"
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <summary>A task of an array.</summary>
    /// <param name="Id">"3_7": of the array, and its place there.</param>
    /// <param name="Job">A number of its own.</param>
    public sealed record QueuedTask(string Id, string State, string Node, string Job)
    {
        public bool IsRunning => State == "RUNNING";
    }
}
