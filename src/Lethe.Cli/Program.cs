using System.Runtime.InteropServices;
using Lethe.Cli;

// The first Ctrl+C or SIGTERM asks the work to stop at its next step; a second one is left to the system, which ends the process.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await LetheCommand.InvokeAsync(args, new Terminal(Console.Out, Console.Error), stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
