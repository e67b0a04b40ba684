using System.Runtime.InteropServices;
using Lethe.Cli;
using Lethe.Kernel;

// A kernel's start is waited for: nothing but the kernel is loaded.
if (args is ["kernel", "start", [not '-', ..] connectionFile])
{
    return KernelProcess.Run(connectionFile);
}

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
