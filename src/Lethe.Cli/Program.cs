using Lethe.Cli;
using Lethe.Cli.Views;
using Lethe.Kernel.Requests;

// A kernel's start is waited for: nothing but the kernel is loaded.
if (args is ["kernel", "start", [not '-', ..] connectionFile])
{
    return KernelProcess.Run(connectionFile);
}

using var stop = new StopSignals();
var terminal = new Terminal(Console.Out, Console.Error);
LibTorchPackage.Showing = restore => DownloadView.Show(terminal.ErrorScreen, progress => restore(progress, stop.Token));
return stop.ExitCodeOf(await LetheCommand.InvokeAsync(args, terminal, stop.Token));
