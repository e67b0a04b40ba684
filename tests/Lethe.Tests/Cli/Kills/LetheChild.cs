using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Lethe.Tests.Cli.Kills;

/// <summary>The command in a process of its own, at home in a folder.</summary>
internal sealed partial class LetheChild : IDisposable
{
    public const int Interrupt = 2,
        Kill = 9,
        Terminate = 15;

    private readonly Process process;
    private readonly StringBuilder output = new(),
        error = new();

    /// <param name="folder">Everything that it may write lies below.</param>
    public LetheChild(string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll"), .. arguments])
        {
            WorkingDirectory = Made(folder, "work"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var (name, value) in (ReadOnlySpan<(string, string)>)
                [
                    ("LETHE_HOME", Made(folder, "home")),
                    ("HOME", Made(folder, "user")),
                    ("TMPDIR", Made(folder, "tmp")),
                    ("OMP_NUM_THREADS", "1"),
                    ("DOTNET_EnableDiagnostics", "0"),
                    ("DOTNET_TieredPGO", "0"),
                ]
        )
        {
            start.Environment[name] = value;
        }
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Add(output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Out => Said(output);

    public string Error => Said(error);

    /// <returns>The exit code: 128 and the signal's number, if it was one.</returns>
    public int Wait()
    {
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <returns>False if it still runs.</returns>
    public bool Wait(TimeSpan patience) => process.WaitForExit(patience);

    /// <summary>To the command, unless it has ended meanwhile.</summary>
    public void Signal(int signal) =>
        Assert.True(
            SendSignal(process.Id, signal) == 0 || process.WaitForExit(TimeSpan.FromSeconds(1)),
            $"the command cannot be sent signal {signal}"
        );

    /// <summary>To any process.</summary>
    public static void Signal(int process, int signal) =>
        Assert.True(SendSignal(process, signal) == 0, $"process {process} cannot be sent signal {signal}");

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
        process.Dispose();
    }

    public static (int Code, string Out, string Error) Run(string folder, params IEnumerable<string> arguments)
    {
        using var child = new LetheChild(folder, arguments);
        return (child.Wait(), child.Out, child.Error);
    }

    private static string Made(string folder, string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;

    private static void Add(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.Append(line).Append(line is null ? "" : "\n");
        }
    }

    private static string Said(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
