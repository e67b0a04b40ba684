using System.Diagnostics;
using System.Runtime.InteropServices;
using Lethe.Kernel.Outputs;
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
            using var interrupt = On(PosixSignal.SIGINT, server.Interrupt);
            using var terminate = On(PosixSignal.SIGTERM, stop.Cancel);
            using var parent = WatchParent(stop);
            server.Run(stop.Token);
            return 0;
        }
        catch (LetheException error)
        {
            Console.Error.WriteLine($"lethe: {error.Message}");
            return (int)error.ExitCode;
        }
    }

    private static PosixSignalRegistration On(PosixSignal signal, Action action) =>
        PosixSignalRegistration.Create(
            signal,
            context =>
            {
                context.Cancel = true;
                action();
            }
        );

    // Jupyter tells who started us; a client that was killed would leave its kernels behind.
    private static Timer? WatchParent(CancellationTokenSource stop)
    {
        var pid = EnvironmentNumber.Of("JPY_PARENT_PID", 0);
        return pid <= 1 ? null : new(Look, null, ParentCheck, ParentCheck);

        void Look(object? state)
        {
            try
            {
                using var process = Process.GetProcessById(pid);
            }
            catch (ArgumentException)
            {
                stop.Cancel();
            }
        }
    }
}
