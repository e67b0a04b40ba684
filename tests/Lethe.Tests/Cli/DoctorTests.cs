using System.Diagnostics;
using System.Text.Json;
using Lethe.Cli.Commands;
using Lethe.Cli.Doctor;
using Lethe.Runtime;
using Spectre.Console.Testing;

namespace Lethe.Tests.Cli;

public sealed class DoctorTests
{
    [Fact]
    public async Task It_says_where_torch_comes_from_and_what_is_there()
    {
        var run = await CommandRun.Of("doctor");
        Assert.Equal(0, run.Code);
        Assert.Empty(run.Error);
        Assert.All((string[])["Lethe: ", ".NET: ", "Processor: ", "Torch loads: yes", $"libtorch folder: {TorchRuntime.LibTorch!.Path}", $"Binding: {TorchRuntime.Binding}", "Errors of torch: ", "Threads: ",
            "CUDA devices: ", "Default device: ", "Default precision: ", "Fashion-MNIST (sample): embedded", $"Cache folder: {LetheHome.Root}", "Cache writable: ", "Jupyter kernel: ", "All well."],
            essential => Assert.Contains(essential, run.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_json_holds_the_same()
    {
        using var json = JsonDocument.Parse((await CommandRun.Of("doctor", "--json")).Out);
        Assert.True(json.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal(TorchRuntime.LibTorch!.Origin, json.RootElement.GetProperty("facts").GetProperty("torch").GetProperty("libtorch_origin").GetString());
    }

    // In a process of its own: torch loads once, and here it has.
    [Fact]
    public async Task Without_torch_it_says_why_and_still_tells_the_rest()
    {
        var (code, output, error) = await InAnotherProcess("doctor");
        Assert.Equal(1, code);
        Assert.Contains("Torch loads: LETHE_LIBTORCH names", output, StringComparison.Ordinal);
        Assert.Contains("Cache folder: ", output, StringComparison.Ordinal);
        Assert.Matches("^lethe: LETHE_LIBTORCH names .* Point it at the lib folder of a PyTorch, or unset it.\n$", error);
    }

    [Fact]
    public async Task Without_torch_a_run_is_refused_in_one_sentence()
    {
        var (code, output, error) = await InAnotherProcess("reproduce", "lau");
        Assert.Equal((int)ExitCode.NoDevice, code);
        Assert.Empty(output);
        Assert.Matches("^lethe: LETHE_LIBTORCH names [^\n]*\n$", error);
    }

    [Fact]
    public void A_person_sees_a_table_by_topic()
    {
        using var console = new TestConsole().Width(100);
        console.Write(DoctorCommand.TableOf([new("kit", "lethe", "Lethe", "0.1.0"), new("torch", "loads", "Torch loads", "yes", Verdict.Good), new("torch", "threads", "Threads", "2"), new("cache", "w", "Cache writable", "no: [read only]", Verdict.Fault)]));
        Experiments.Snapshot.Match(string.Join('\n', console.Lines) + "\n", "doctor-table", "Cli");
    }

    private static async Task<(int Code, string Out, string Error)> InAnotherProcess(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["LETHE_LIBTORCH"] = Path.GetTempPath() } };
        foreach (var argument in (string[])["exec", "--runtimeconfig", Path.ChangeExtension(typeof(DoctorTests).Assembly.Location, "runtimeconfig.json"), "--depsfile", Path.ChangeExtension(typeof(DoctorTests).Assembly.Location, "deps.json"), typeof(Lethe.Cli.Terminal).Assembly.Location, .. args])
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, (await error).ReplaceLineEndings("\n"));
    }
}
