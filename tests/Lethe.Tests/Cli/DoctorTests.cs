using System.Diagnostics;
using System.Text.Json;
using Lethe.Cli.Commands;
using Lethe.Cli.Doctor;
using Lethe.Detection.Verdicts;
using Lethe.Faces.Films;
using Lethe.Runtime;
using Lethe.Tests.Faces.Films;
using Lethe.Tests.Runtime;
using Spectre.Console.Testing;
using Verdict = Lethe.Cli.Doctor.Verdict;

namespace Lethe.Tests.Cli;

public sealed class DoctorTests
{
    [Fact]
    public async Task It_says_where_torch_comes_from_and_what_is_there()
    {
        RealFfmpeg.Find();
        var run = await CommandRun.Of("doctor");
        Assert.Equal(0, run.Code);
        Assert.Empty(run.Error);
        Assert.All(
            (string[])
                [
                    "Lethe: ",
                    ".NET: ",
                    "Processor: ",
                    "Torch loads: yes",
                    $"libtorch folder: {TorchRuntime.LibTorch!.Path}",
                    $"Binding: {TorchRuntime.Binding}",
                    "Errors of torch: ",
                    "Threads: ",
                    "CUDA devices: ",
                    "Default device: ",
                    "Default precision: ",
                    "Fashion-MNIST (sample): embedded",
                    $"Cache folder: {LetheHome.Root}",
                    "Face finder: ",
                    "ffmpeg: ",
                    "Cache writable: ",
                    "Jupyter kernel: ",
                    "\nAll well. Optional, and not here: ",
                ],
            essential => Assert.Contains(essential, run.Out, StringComparison.Ordinal)
        );
    }

    // What does not work is counted in the last line and in the exit code.
    [Fact]
    public async Task Without_ffmpeg_one_thing_will_not_work()
    {
        using var variable = new TemporaryVariable(Ffmpeg.Variable, Path.Combine(Path.GetTempPath(), "no ffmpeg"));
        var run = await CommandRun.Of("doctor");
        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((int)ExitCode.Failed, run.Code);
        Assert.Contains(
            "[fault]",
            Assert.Single(lines, static line => line.StartsWith("ffmpeg: ", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "1 thing will not work: films and their compression (no ffmpeg). Optional, and not here: ",
            lines[^1],
            StringComparison.Ordinal
        );
        using var json = JsonDocument.Parse((await CommandRun.Of("doctor", "--json")).Out);
        Assert.False(json.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal(
            "films and their compression (no ffmpeg)",
            Assert.Single(json.RootElement.GetProperty("will_not_work").EnumerateArray()).GetString()
        );
    }

    [Fact]
    public async Task Its_json_holds_the_same()
    {
        RealFfmpeg.Find();
        using var json = JsonDocument.Parse((await CommandRun.Of("doctor", "--json")).Out);
        Assert.True(json.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal(
            TorchRuntime.LibTorch!.Origin,
            json.RootElement.GetProperty("facts").GetProperty("torch").GetProperty("libtorch_origin").GetString()
        );
    }

    // In a process of its own: torch loads once, and here it has.
    [Fact]
    public async Task Without_torch_it_says_why_and_still_tells_the_rest()
    {
        var (code, output, error) = await InAnotherProcess("doctor");
        Assert.Equal(1, code);
        Assert.Contains("Torch loads: LETHE_LIBTORCH names", output, StringComparison.Ordinal);
        Assert.Contains("Cache folder: ", output, StringComparison.Ordinal);
        Assert.Matches(@"things? will not work: training and detecting \(torch does not load\)", output);
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
        console.Write(
            DoctorCommand.TableOf([
                new("kit", "lethe", "Lethe", "0.1.0"),
                new("torch", "loads", "Torch loads", "yes", Verdict.Good),
                new("torch", "threads", "Threads", "2"),
                new("cache", "w", "Cache writable", "no: [read only]", Verdict.Fault),
            ])
        );
        Experiments.Snapshot.Match(string.Join('\n', console.Lines) + "\n", "doctor-table", "Cli");
    }

    private static async Task<(int Code, string Out, string Error)> InAnotherProcess(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LETHE_LIBTORCH"] = Path.GetTempPath() },
        };
        foreach (
            var argument in (string[])
                [
                    "exec",
                    "--runtimeconfig",
                    Path.ChangeExtension(typeof(DoctorTests).Assembly.Location, "runtimeconfig.json"),
                    "--depsfile",
                    Path.ChangeExtension(typeof(DoctorTests).Assembly.Location, "deps.json"),
                    typeof(Lethe.Cli.Output.Terminal).Assembly.Location,
                    .. args,
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, (await error).ReplaceLineEndings("\n"));
    }
}
