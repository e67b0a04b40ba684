using System.Globalization;
using System.Runtime.InteropServices;
using Lethe.Kernel.Protocol;

namespace Lethe.Kernel.Requests;

/// <summary>A process that is a kernel: from the connection file to the last reply.</summary>
public static class KernelProcess
{
    private static readonly TimeSpan ParentCheck = TimeSpan.FromSeconds(1);

    /// <summary>Serves until a client asks for the end, SIGTERM comes, or the process that started this one is gone.</summary>
    /// <returns>0, or the exit code of why it could not start; the sentence is on stderr.</returns>
    public static int Run(string connectionFile)
    {
        try
        {
            using var stop = new CancellationTokenSource();
            using var server = new KernelServer(ConnectionFile.Read(connectionFile), Environment.CurrentDirectory);
            // A terminal's Ctrl+C goes to every process in front of it: for a kernel it is an interrupt, never the end.
            using var interrupt = PosixSignalRegistration.Create(
                PosixSignal.SIGINT,
                signal =>
                {
                    signal.Cancel = true;
                    server.Interrupt();
                }
            );
            using var terminate = PosixSignalRegistration.Create(
                PosixSignal.SIGTERM,
                signal =>
                {
                    signal.Cancel = true;
                    stop.Cancel();
                }
            );
            using var parent = WatchParent(stop);
            server.Run(stop.Token);
            return 0;
        }
        catch (KernelStartException error)
        {
            Console.Error.WriteLine($"lethe: {error.Message}");
            return error.ExitCode;
        }
    }

    // Jupyter tells who started us; a client that was killed would leave its kernels behind.
    private static Timer? WatchParent(CancellationTokenSource stop)
    {
        if (
            !int.TryParse(
                Environment.GetEnvironmentVariable("JPY_PARENT_PID"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var pid
            )
            || pid <= 1
        )
        {
            return null;
        }
        return new(
            _ =>
            {
                try
                {
                    using var process = System.Diagnostics.Process.GetProcessById(pid);
                }
                catch (ArgumentException)
                {
                    stop.Cancel();
                }
            },
            null,
            ParentCheck,
            ParentCheck
        );
    }
}
