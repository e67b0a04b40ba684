using System.Diagnostics;
using Lethe.Experiments.Records;

namespace Lethe.Tests.Experiments;

/// <summary>Stores in several processes. The two workers are tests too, of this process when nobody names a folder for them.</summary>
public sealed class RecordStoreProcessTests : IDisposable
{
    private const string FolderVariable = "LETHE_TEST_RECORDS";
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
            // both at once
            Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(Shared, "ready-*").Length == 2, TimeSpan.FromMinutes(1)));
        }
        for (var i = 0; i < Appends; i++)
        {
            store.Append(TestRecords.Record(TestRecords.Cell(seed: (Environment.ProcessId * Appends) + i)));
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
    public void Two_processes_write_one_file_without_loss()
    {
        if (Shared is not null)
        {
            return; // a worker starts no workers
        }
        using var first = Start(nameof(Worker_appends_all_its_records));
        using var second = Start(nameof(Worker_appends_all_its_records));
        foreach (var worker in (Process[])[first, second])
        {
            Assert.True(worker.WaitForExit(TimeSpan.FromMinutes(1)));
            Assert.Equal(0, worker.ExitCode);
        }
        Assert.Equal(2 * Appends, new RecordStore(folder.Path).All().Select(record => record.Id).Distinct().Count());
    }

    [Fact]
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
    private Process Start(string test)
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
        var worker = Process.Start(start)!;
        worker.OutputDataReceived += (_, _) => { };
        worker.BeginOutputReadLine();
        return worker;
    }
}
