using System.Diagnostics;
using System.Text.Json;
using Lethe.Tests.Data;

namespace Lethe.Tests.Cli.Kills;

/// <summary>What signals do to runs of notebooks, and to the processes that a run has started.</summary>
public sealed class SignalTests : IDisposable
{
    private const int HangUp = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10); // seconds, if nothing else runs

    private readonly TemporaryFolder folder = new();

    // SigIgn is a mask of the ignored signals, in hexadecimal; the lowest bit is signal 1.
    private static bool IsHangUpIgnored =>
        OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status")
            .Any(static line => line.StartsWith("SigIgn", StringComparison.Ordinal) && "13579bdf".Contains(line[^1]));

    public SignalTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "no such signals there");

    public void Dispose() => folder.Dispose();

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData(LetheChild.Terminate)]
    [InlineData(HangUp)]
    public void A_run_is_stopped_and_keeps_what_it_has(int signal)
    {
        Assert.SkipWhen(signal == HangUp && IsHangUpIgnored, "These tests run under nohup, and what they start ignores a hang-up too.");
        Write("a");
        using var run = new LetheChild(folder.Path, ["notebook", "run", "a.ipynb", "--in-place"]);
        Started("a");
        run.Signal(signal);
        Assert.True(run.Wait(Patience));
        Assert.Equal(128 + signal, run.Wait());
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Contains("began", Outputs("a"), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData(LetheChild.Terminate)]
    [InlineData(LetheChild.Kill)]
    public void What_a_run_has_started_ends_with_it(int signal)
    {
        Write("a");
        Write("b");
        using var run = new LetheChild(folder.Path, ["notebook", "run", "a.ipynb", "b.ipynb", "--parallel", "2", "--in-place"]);
        int[] children = [Started("a"), Started("b")];
        run.Signal(signal);
        Assert.True(run.Wait(Patience));
        Assert.Equal(128 + signal, run.Wait());
        Assert.True(SpinWait.SpinUntil(() => !children.Any(IsRunning), Patience));
        Assert.Contains("began", Outputs("a"), StringComparison.Ordinal); // they too kept what they had
        Assert.Contains("began", Outputs("b"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Three_runs_of_one_notebook_at_once_leave_one_of_them_whole()
    {
        Directory.CreateDirectory(folder["work"]);
        KilledCommand.WriteNotebook(folder["work"]);
        LetheChild[] runs =
        [
            .. Enumerable.Range(0, 3).Select(_ => new LetheChild(folder.Path, ["notebook", "run", "a.ipynb", "--in-place"])),
        ];
        Assert.All(runs, static run => Assert.True(run.Wait() == 0, run.Error));
        Assert.Contains("19\\n", Outputs("a"), StringComparison.Ordinal);
        Assert.Equal(["a.ipynb"], Directory.EnumerateFileSystemEntries(folder["work"]).Select(Path.GetFileName));
        foreach (var run in runs)
        {
            run.Dispose();
        }
    }

    // A notebook that says that it began, and then would take a minute.
    private void Write(string name)
    {
        Directory.CreateDirectory(folder["work"]);
        File.WriteAllText(
            folder["work", $"{name}.ipynb"],
            $$$"""
            {"cells":[{"cell_type":"code","id":"a","metadata":{},"execution_count":null,"outputs":[],"source":"Console.WriteLine(\"began\"); System.IO.File.WriteAllText(\"{{{name}}}.pid\", Environment.ProcessId.ToString());"},
            {"cell_type":"code","id":"b","metadata":{},"execution_count":null,"outputs":[],"source":"for (var i = 0; i < 600; i++) { System.Threading.Thread.Sleep(100); }"}],
            "metadata":{"kernelspec":{"name":"lethe","display_name":"Lethe","language":"C#"}},"nbformat":4,"nbformat_minor":5}
            """
        );
    }

    // The process that runs the notebook.
    private int Started(string name)
    {
        var id = 0;
        Assert.True(
            SpinWait.SpinUntil(
                () => File.Exists(folder["work", $"{name}.pid"]) && int.TryParse(File.ReadAllText(folder["work", $"{name}.pid"]), out id),
                Patience
            )
        );
        return id;
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private string Outputs(string name)
    {
        using var notebook = JsonDocument.Parse(File.ReadAllBytes(folder["work", $"{name}.ipynb"]));
        return string.Concat(
            notebook.RootElement.GetProperty("cells").EnumerateArray().Select(static cell => cell.GetProperty("outputs").GetRawText())
        );
    }
}
