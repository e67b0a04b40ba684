using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using Lethe.Kernel;
using Lethe.Notebooks;

namespace Lethe.Cli.Notebooks;

/// <summary>
/// A notebook that runs in a process of its own. Two pipes tie it to this one: through the first comes its report, and when the second
/// closes, because the run is stopped or
/// because this process is no more, it stops too.
/// </summary>
internal sealed class ChildNotebook : IDisposable
{
    private const string ReportVariable = "LETHE_NOTEBOOK_REPORT";

    // A child that is asked to stop saves its notebook and ends; longer than it gives itself for that.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Ends of pipes are inherited by every process that is started while they are open: one start at a time.
    private static readonly Lock Starting = new();

    private readonly AnonymousPipeServerStream lifeline;
    private readonly Task<string?> report;
    private readonly Process process;

    private ChildNotebook(AnonymousPipeServerStream lifeline, Task<string?> report, Process process) =>
        (this.lifeline, this.report, this.process) = (lifeline, report, process);

    /// <param name="arguments">After <c>lethe notebook run FILE</c>.</param>
    /// <param name="show">Is told of every line that it prints.</param>
    public static ChildNotebook Start(string file, IEnumerable<string> arguments, Action<string> show)
    {
        var start = new ProcessStartInfo(
            DotNetHost.Path,
            [Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll"), "notebook", "run", file, .. arguments]
        )
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        lock (Starting)
        {
            var lifeline = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
            var told = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
            start.Environment[StopSignals.LifelineVariable] = lifeline.GetClientHandleAsString();
            start.Environment[ReportVariable] = told.GetClientHandleAsString();
            var process = Process.Start(start)!;
            lifeline.DisposeLocalCopyOfClientHandle();
            told.DisposeLocalCopyOfClientHandle();
            process.OutputDataReceived += (_, line) => Show(line.Data);
            process.ErrorDataReceived += (_, line) => Show(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return new(lifeline, ReadAsync(told), process);
        }

        void Show(string? line)
        {
            if (line is { Length: > 0 })
            {
                show(line);
            }
        }
    }

    /// <summary>In the child: where it is to report to, once; null if nobody waits for that.</summary>
    public static string? TakeReportPipe()
    {
        var handle = Environment.GetEnvironmentVariable(ReportVariable);
        Environment.SetEnvironmentVariable(ReportVariable, null); // not for what a cell starts
        return handle is { Length: > 0 } ? handle : null;
    }

    /// <summary>In the child: tells the process that started it.</summary>
    public static void Report(string handle, RunReport report)
    {
        try
        {
            using var pipe = new AnonymousPipeClientStream(PipeDirection.Out, handle);
            pipe.Write([.. JsonSerializer.SerializeToUtf8Bytes(report), (byte)'\n']);
        }
        catch (IOException)
        {
            // Nobody is left to be told.
        }
    }

    /// <summary>Asks it to stop, and ends it if it does not.</summary>
    public void Stop()
    {
        lifeline.Dispose();
        _ = EndAsync();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its report, null if it left none; and its exit code.</returns>
    public (RunReport? Report, int Code) Wait()
    {
        process.WaitForExit();
        // What the child has started may still hold its pipe open.
        var line = report.Wait(TimeSpan.FromSeconds(1)) ? report.Result : null;
        return (line is null ? null : JsonSerializer.Deserialize<RunReport>(line), process.ExitCode);
    }

    public void Dispose()
    {
        lifeline.Dispose();
        process.Dispose();
    }

    // A line: its end says that it is whole.
    private static async Task<string?> ReadAsync(AnonymousPipeServerStream pipe)
    {
        await using (pipe.ConfigureAwait(false))
        {
            var text = new List<byte>();
            var buffer = new byte[1 << 16];
            for (int count; (count = await pipe.ReadAsync(buffer).ConfigureAwait(false)) > 0; )
            {
                text.AddRange(buffer.AsSpan(0, count));
                if (text[^1] == '\n')
                {
                    return Encoding.UTF8.GetString([.. text]);
                }
            }
            return null;
        }
    }

    private async Task EndAsync()
    {
        try
        {
            await Task.Delay(Patience).ConfigureAwait(false);
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // It has ended, and was let go of.
        }
    }
}
