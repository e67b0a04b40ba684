using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Lethe.Cli.Output;

/// <summary>What asks a command to stop at its next step: Ctrl+C, SIGTERM, a terminal that closes, and the end of the process that started
/// this one. A second signal is left to the system, which ends the process.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>Names the variable with the end of a pipe, for children: when the other end closes, as it does when this process dies, they
    /// stop.</summary>
    public const string LifelineVariable = "LETHE_LIFELINE";

    // What is stopped in an orderly way is stopped by then.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly (PosixSignal Signal, int Number)[] Signals =
    [
        (PosixSignal.SIGINT, 2),
        (PosixSignal.SIGTERM, 15),
        (PosixSignal.SIGHUP, 1),
    ];

    // Never disposed: a signal may come while the process ends.
    private readonly CancellationTokenSource stop = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private int first;

    public StopSignals()
    {
        // a run that cannot be cut ends there
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Environment.ExitCode = ExitCodeOf(Environment.ExitCode);
        foreach (var (signal, number) in Signals)
        {
            registrations.Add(
                PosixSignalRegistration.Create(
                    signal,
                    context => context.Cancel = Interlocked.CompareExchange(ref first, number, 0) == 0 && Stop()
                )
            );
        }
        if (Environment.GetEnvironmentVariable(LifelineVariable) is { Length: > 0 } handle)
        {
            Environment.SetEnvironmentVariable(LifelineVariable, null); // this process's own, not its children's
            new Thread(() => WaitForEnd(handle)) { IsBackground = true, Name = "lifeline" }.Start();
        }
    }

    public CancellationToken Token => stop.Token;

    /// <summary>What the process returns: the code of a command that was stopped names the signal, as a shell does.</summary>
    public int ExitCodeOf(int code) => code == (int)ExitCode.Interrupted && first > 0 ? 128 + first : code;

    public void Dispose() => registrations.ForEach(static registration => registration.Dispose());

    private bool Stop()
    {
        try
        {
            stop.Cancel();
        }
        catch (AggregateException)
        {
            // Somebody who was to be told could not stop; the others were told.
        }
        return true;
    }

    private void WaitForEnd(string handle)
    {
        try
        {
            using var pipe = new AnonymousPipeClientStream(PipeDirection.In, handle);
            while (pipe.ReadByte() >= 0)
            {
                // Nothing is ever said.
            }
        }
        catch (Exception error) when (error is ArgumentException or IOException or FormatException)
        {
            return; // no pipe of ours
        }
        Stop();
        Thread.Sleep(Patience);
        Process.GetCurrentProcess().Kill(); // stuck, with nobody left who would end it
    }
}
