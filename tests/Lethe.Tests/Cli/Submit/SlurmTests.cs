using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Runtime;
using Lethe.Tests.Cli.Kills;
using Lethe.Tests.Data;

namespace Lethe.Tests.Cli.Submit;

/// <summary>Plans on a real Slurm of two nodes, with what goes wrong on clusters: no record is lost, none is there twice, and the tables
/// are
/// those of one process that nothing happened to.</summary>
[Trait("Speed", "slow")]
public sealed class SlurmTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly TemporaryFolder folder = new();

    // A name that is no single word for a shell.
    private string Work => Directory.CreateDirectory(folder["a b's"]).FullName;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Three_hundred_cells_outlive_kills_requeues_a_dead_node_and_the_time_limit()
    {
        using var cluster = SlurmCluster.Start();
        var alone = Task.Run(() => Lethe(cluster, "serial", ["reproduce", .. Cells(150), "--out", folder["serial"]]));
        Lethe(cluster, "home", ["plan", .. Cells(150), "--out", folder["runs"], "--file", "plan.jsonl"]);

        // Five seconds, of which each share would take more.
        Submit(cluster, "--shards", "2", "--time", "1", "--sbatch=--signal=B:TERM@55");
        WaitForEnd(cluster);
        var (stopped, whole) = (Counts(cluster), 450);
        Assert.InRange(stopped["done"], 1, whole - 100);
        Assert.True(stopped["refused"] > 0, "cells whose networks were not trained are refused");
        Assert.Contains(Said(), static text => text.Contains("Stopped before the end", StringComparison.Ordinal));

        Submit(cluster, "--shards", "8");
        var killed = Running(cluster, besides: []);
        LetheChild.Signal(ProcessOf(killed), LetheChild.Kill);
        var requeued = Running(cluster, besides: [killed.Id]);
        cluster.Ask("scontrol", "requeue", requeued.Id);
        var orphaned = Running(cluster, besides: [killed.Id, requeued.Id]);
        cluster.KillNode(orphaned.Node);
        cluster.WaitFor(queue => !queue.Any(task => task.Id == orphaned.Id && task.IsRunning), Patience, $"{orphaned.Node} to be missed");
        cluster.StartNode(orphaned.Node);
        WaitForEnd(cluster);
        Assert.True(Counts(cluster)["done"] < whole, "the share that was killed is not done");

        Submit(cluster, "--shards", "2");
        WaitForEnd(cluster);
        Assert.Equal(whole, Counts(cluster)["done"]);
        Assert.Superset(new HashSet<string>(["n1", "n2"]), cluster.NodesUsed());
        Lethe(cluster, "home", ["merge", folder["runs"]]);
        await alone;
        IsAsAlone();
    }

    [Fact]
    public void A_full_disk_costs_nothing_but_time()
    {
        using var cluster = SlurmCluster.Start();
        Need.Other(Environment.IsPrivilegedProcess, "root", "A small disk is mounted for the test, which takes root.");
        using var disk = new SmallDisk(Directory.CreateDirectory(folder["runs"]).FullName, kilobytes: 400);
        Lethe(cluster, "serial", ["reproduce", .. Cells(6), "--out", folder["serial"]]);
        Lethe(cluster, "home", ["plan", .. Cells(6), "--out", folder["runs"], "--file", "plan.jsonl"]);

        disk.Fill(butKilobytes: 24);
        Submit(cluster, "--shards", "2");
        WaitForEnd(cluster);
        Assert.InRange(Counts(cluster)["done"], 0, 17);
        Assert.Contains(Said(), static text => text.Contains("space", StringComparison.Ordinal));

        disk.Empty();
        Submit(cluster, "--shards", "2");
        WaitForEnd(cluster);
        Assert.Equal(18, Counts(cluster)["done"]);
        Lethe(cluster, "home", ["merge", folder["runs"]]);
        IsAsAlone();
    }

    // Per seed a training, which is a record too, and two cells.
    private static string[] Cells(int seeds) =>
        [
            "lau-utility",
            "--profile",
            "smoke",
            "--models",
            "vgg16",
            "--methods",
            "original,logit-mask",
            "--device",
            "cpu",
            "--precision",
            "float32",
            "--seeds",
            $"{seeds}",
        ];

    private void Submit(SlurmCluster cluster, params string[] more) =>
        Lethe(cluster, "home", ["submit", "slurm", "plan.jsonl", "--yes", .. more]);

    private static void WaitForEnd(SlurmCluster cluster) => cluster.WaitFor(static queue => queue.Count == 0, Patience, "the end");

    // A task that runs and computes.
    private SlurmCluster.QueuedTask Running(SlurmCluster cluster, IReadOnlyCollection<string> besides)
    {
        SlurmCluster.QueuedTask? found = null;
        cluster.WaitFor(
            queue =>
                (
                    found = queue.FirstOrDefault(task =>
                        task.IsRunning && !besides.Contains(task.Id) && Said(task).Contains("[", StringComparison.Ordinal)
                    )
                )
                    is not null,
            Patience,
            "a task that computes"
        );
        return found!;
    }

    // The one whose job it is: the batch script is it.
    private static int ProcessOf(SlurmCluster.QueuedTask task) =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(static path => Path.GetFileName(path))
            .Where(static name => name.All(char.IsAsciiDigit))
            .Where(name => Read($"/proc/{name}/environ").Split('\0').Contains($"SLURM_JOB_ID={task.Job}"))
            .Where(static name => Read($"/proc/{name}/cmdline").Contains("Lethe.Cli", StringComparison.Ordinal))
            .Select(static name => int.Parse(name, CultureInfo.InvariantCulture))
            .First();

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ""; // it has ended
        }
    }

    private string Said(SlurmCluster.QueuedTask task) => Read(Path.Combine(Work, "plan.slurm", $"{task.Id}.txt"));

    private IEnumerable<string> Said() => Directory.EnumerateFiles(Path.Combine(Work, "plan.slurm"), "*.txt").Select(File.ReadAllText);

    private Dictionary<string, int> Counts(SlurmCluster cluster)
    {
        using var status = JsonDocument.Parse(Lethe(cluster, "home", ["status", "plan.jsonl", "--json"], ExitCode.Ok, ExitCode.Failed));
        return status.RootElement.GetProperty("counts").Deserialize<Dictionary<string, int>>()!;
    }

    private void IsAsAlone()
    {
        var (here, there) = (new RecordStore(folder["runs"]), new RecordStore(folder["serial"]));
        Assert.Equal(Ids(there), Ids(here));
        Assert.Equal(Table(folder["serial"]), Table(folder["runs"]));

        // What a training cost may be lost, if its network was saved before.
        static IEnumerable<string> Ids(RecordStore store) =>
            store
                .All()
                .Where(static record => record.Cell.Experiment != TrainingJob.Experiment)
                .Select(static record => record.Id)
                .Order(StringComparer.Ordinal);

        static string Table(string records) =>
            CommandRun.Of("compare", "--records", records, "--table", "lau-utility", "--format", "csv").Result.Out;
    }

    private string Lethe(SlurmCluster cluster, string home, string[] arguments, params ExitCode[] codes)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll"), .. arguments])
        {
            WorkingDirectory = Work,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["LETHE_HOME"] = folder[home],
                ["OMP_NUM_THREADS"] = "1",
                [cluster.Variable.Name] = cluster.Variable.Value,
            },
        };
        using var process = Process.Start(start)!;
        var (said, complaint) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        Assert.True(
            ((ExitCode[])[.. codes, ExitCode.Ok]).Contains((ExitCode)process.ExitCode),
            $"lethe {string.Join(' ', arguments)}: {process.ExitCode}: {complaint.Result}"
        );
        return said.Result;
    }
}
