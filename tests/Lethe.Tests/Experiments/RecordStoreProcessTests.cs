using System.Diagnostics;
using System.Globalization;
using Lethe.Experiments.Records;

namespace Lethe.Tests.Experiments;

/// <summary>Stores in several processes. The two workers are tests too, of this process when nobody names a folder for them.</summary>
public sealed class RecordStoreProcessTests : IDisposable
{
    private const string FolderVariable = "LETHE_TEST_RECORDS",
        CountVariable = "LETHE_TEST_PROCESSES",
        NoLocksVariable = "DOTNET_SYSTEM_IO_DISABLEFILELOCKING"; // of .NET itself
    private const int Appends = 25;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string? Shared => Environment.GetEnvironmentVariable(FolderVariable);

    [Fact]
    public void Worker_appends_all_its_records()
    {
        var store = new RecordStore(Shared ?? folder.Path);
        if (Shared is not null)
        {
            File.WriteAllText(Path.Combine(Shared, $"ready-{Environment.ProcessId}"), "");
            // all at once
            var all = int.Parse(Environment.GetEnvironmentVariable(CountVariable)!, CultureInfo.InvariantCulture);
            Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(Shared, "ready-*").Length == all, TimeSpan.FromMinutes(2)));
        }
        for (var i = 0; i < Appends; i++)
        {
            store.Append(TestRecords.Record(TestRecords.Cell(seed: (Environment.ProcessId * Appends) + i)));
            if (i % 5 == 0)
            {
                store.Fold(); // or another is at it
            }
        }
        Assert.True(store.All().Count >= Appends);
    }

    [Fact]
    public void Worker_holds_its_claim()
    {
        var store = new RecordStore(Shared ?? folder.Path);
        using var claim = store.TryClaim(TestRecords.Cell().Id);
        Assert.NotNull(claim);
        Assert.Null(store.TryClaim(TestRecords.Cell().Id));
        if (Shared is not null)
        {
            File.WriteAllText(Path.Combine(Shared, "claimed"), "");
            Thread.Sleep(TimeSpan.FromMinutes(1)); // to be killed
        }
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Two_processes_write_and_gather_without_loss() => Write(processes: 2, locks: true);

    // As on a network disk that grants every lock to everybody.
    [Fact]
    [Trait("Speed", "slow")]
    public void Eight_processes_write_and_gather_without_loss_where_locks_mean_nothing() => Write(processes: 8, locks: false);

    private void Write(int processes, bool locks)
    {
        if (Shared is not null)
        {
            return; // a worker starts no workers
        }
        var workers = Enumerable.Range(0, processes).Select(_ => Start(nameof(Worker_appends_all_its_records), processes, locks)).ToList();
        foreach (var worker in workers)
        {
            Assert.True(worker.WaitForExit(TimeSpan.FromMinutes(3)));
            Assert.Equal(0, worker.ExitCode);
            worker.Dispose();
        }
        var store = new RecordStore(folder.Path);
        Assert.True(store.Fold());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder.Path, "parts")));
        Assert.Equal(processes * Appends, File.ReadAllLines(store.RecordsFile).Length);
        Assert.Equal(processes * Appends, store.All().Select(record => record.Id).Distinct().Count());
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_claim_of_a_killed_process_is_free_again()
    {
        if (Shared is not null)
        {
            return;
        }
        using var worker = Start(nameof(Worker_holds_its_claim));
        try
        {
            Assert.True(SpinWait.SpinUntil(() => File.Exists(Path.Combine(folder.Path, "claimed")), TimeSpan.FromMinutes(1)));
            Assert.Null(new RecordStore(folder.Path).TryClaim(TestRecords.Cell().Id));
        }
        finally
        {
            worker.Kill(entireProcessTree: true);
            worker.WaitForExit();
        }
        using var claim = new RecordStore(folder.Path).TryClaim(TestRecords.Cell().Id);
        Assert.NotNull(claim);
    }

    // This very program, asked for one test.
    private Process Start(string test, int processes = 1, bool locks = true)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (
            var argument in (string[])
                ["exec", typeof(RecordStoreProcessTests).Assembly.Location, "-method", $"{typeof(RecordStoreProcessTests).FullName}.{test}"]
        )
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment[FolderVariable] = folder.Path;
        start.Environment[CountVariable] = processes.ToString(CultureInfo.InvariantCulture);
        start.Environment[NoLocksVariable] = locks ? "0" : "1";
        var worker = Process.Start(start)!;
        worker.OutputDataReceived += (_, _) => { };
        worker.BeginOutputReadLine();
        return worker;
    }
}
