using System.Diagnostics;
using Lethe.Kernel.Tests.Clients;

namespace Lethe.Kernel.Tests;

/// <summary>The command as its user types it, in a process of its own.</summary>
internal static class LetheProcess
{
    /// <param name="folder">Where it is typed.</param>
    /// <returns>The exit code, and all that was printed.</returns>
    public static (int Code, string Output) Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [PythonClients.Program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }
}
