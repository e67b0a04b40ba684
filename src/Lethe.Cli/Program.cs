using Lethe.Cli;
using Lethe.Kernel.Requests;

// A kernel's start is waited for: nothing but the kernel is loaded.
if (args is ["kernel", "start", [not '-', ..] connectionFile])
{
    return KernelProcess.Run(connectionFile);
}

using var stop = new StopSignals();
return stop.ExitCodeOf(await LetheCommand.InvokeAsync(args, new Terminal(Console.Out, Console.Error), stop.Token));
