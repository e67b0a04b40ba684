using System.Diagnostics;
using Lethe.Faces.Films;
using Lethe.Faces.Sets;
using Lethe.Tests.Data;
using Lethe.Tests.Faces.Films;

namespace Lethe.Tests.Faces.Sets;

/// <summary>Sets made by other processes. The worker is a test too, of this process when nobody names a folder for it.</summary>
public sealed class FilmSetProcessTests : IDisposable
{
    private const string FolderVariable = "LETHE_TEST_CLIPS";
    private static readonly FilmSetOptions Options = MadeSet.Options with { Qualities = [VideoQuality.Raw, VideoQuality.C40] };
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10); // seconds, if nothing else runs
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string? Shared => Environment.GetEnvironmentVariable(FolderVariable);

    [Fact]
    public async Task Worker_makes_a_set()
    {
        if (Shared is not null)
        {
            Assert.Equal(12, (await MadeSet.Build(Shared, Options)).Clips.Count);
        }
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Kill_minus_9_loses_only_what_was_being_made_and_a_second_process_waits()
    {
        if (Shared is not null)
        {
            return; // a worker starts no workers
        }
        RealFfmpeg.Find();
        var manifest = folder["set", FilmSet.ManifestName];
        using (var worker = Start())
        {
            Assert.True(SpinWait.SpinUntil(() => Lines() > 3 || worker.HasExited, Patience));
            worker.Kill(); // SIGKILL: not its ffmpeg, which ends with its pipes
            worker.WaitForExit();
        }
        var kept = Lines() - 1;
        Assert.InRange(kept, 3, 12);
        using var second = Start();
        var reports = new List<FilmSetProgress>();
        var set = await MadeSet.Build(folder["set"], Options, progress: new Reports(reports));
        Assert.True(second.WaitForExit(Patience));
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(12, set.Clips.Count);
        Assert.True(reports[0].Done >= kept);
        Assert.Equal(13, Lines()); // no clip was made twice
        using var memory = set.ToMemory();

        int Lines() => File.Exists(manifest) ? File.ReadAllText(manifest).Count(static letter => letter == '\n') : 0;
    }

    // This very program, asked for one test.
    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (
            var argument in (string[])
                [
                    "exec",
                    typeof(FilmSetProcessTests).Assembly.Location,
                    "-method",
                    $"{typeof(FilmSetProcessTests).FullName}.{nameof(Worker_makes_a_set)}",
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment[FolderVariable] = folder["set"];
        var worker = Process.Start(start)!;
        worker.OutputDataReceived += (_, _) => { };
        worker.BeginOutputReadLine();
        return worker;
    }

    private sealed class Reports(List<FilmSetProgress> list) : IProgress<FilmSetProgress>
    {
        public void Report(FilmSetProgress value) => list.Add(value);
    }
}
