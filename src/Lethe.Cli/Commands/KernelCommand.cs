using System.Diagnostics;
using System.Reflection.PortableExecutable;
using Lethe.Kernel;
using Lethe.Kernel.Requests;

namespace Lethe.Cli.Commands;

/// <summary><c>lethe kernel</c>: makes the kit's C# kernel known to Jupyter and VS Code.</summary>
internal static class KernelCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "kernel",
            "Makes the C# kernel known to Jupyter and VS Code, or removes it again.",
            ("lethe kernel install", "for this user"),
            ("lethe kernel uninstall", "remove it again")
        );
        command.Add(CreateInstall(terminal));
        command.Add(CreateUninstall(terminal));
        command.Add(CreateStart());
        return command;
    }

    private static DocumentedCommand CreateInstall(Terminal terminal)
    {
        var command = new DocumentedCommand(
            "install",
            "Writes the kernel specification that Jupyter and VS Code look for. It names this build: install again after you move the kit.",
            ("lethe kernel install", "for this user"),
            ("lethe kernel install --sys-prefix", "into the environment of `python3`"),
            ("lethe kernel install --prefix /opt/jupyter", "into /opt/jupyter/share/jupyter")
        );
        var place = Place(command);
        return command.Runs(
            (given, _) =>
            {
                var data = place(given);
                try
                {
                    var folder = KernelSpecs.Install(data, Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll"));
                    terminal.Out.WriteLine($"Installed {KernelSpecs.DisplayName} in {folder}");
                    if (!IsPrecompiled())
                    {
                        terminal.Out.WriteLine("Its first cell comes a second sooner after `dotnet build -c Release` in the kit's folder.");
                    }
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    throw LetheException.Unwritable(
                        $"Cannot write the kernel specification below {data}: {error.Message} Choose another place with --prefix.",
                        error
                    );
                }
                return ExitCode.Ok;
            }
        );
    }

    // Precompile.targets: not by `dotnet run` in a fresh clone.
    private static bool IsPrecompiled()
    {
        using var compiler = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Microsoft.CodeAnalysis.CSharp.dll")));
        return compiler.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    private static DocumentedCommand CreateUninstall(Terminal terminal)
    {
        var command = new DocumentedCommand("uninstall", "Removes the kernel specification.", ("lethe kernel uninstall", "of this user"));
        var place = Place(command);
        return command.Runs(
            (given, _) =>
            {
                var data = place(given);
                if (!KernelSpecs.Uninstall(data))
                {
                    throw LetheException.NotFound($"{KernelSpecs.DisplayName} is not installed below {data}.");
                }
                terminal.Out.WriteLine($"Removed {KernelSpecs.DisplayName} from {data}");
                return ExitCode.Ok;
            }
        );
    }

    // Jupyter's doing, not people's; Program answers it before anything else is loaded. Here it only has its place in the help.
    private static Command CreateStart()
    {
        var command = new Command("start", "Starts a kernel; Jupyter does this.");
        command.Add(new Argument<string>("CONNECTION_FILE") { Description = "Written by Jupyter: ports and key." });
        command.SetAction(parsed => KernelProcess.Run(parsed.GetRequiredValue<string>("CONNECTION_FILE")));
        return command;
    }

    // Where a specification goes: the same three choices as `ipykernel install`.
    private static Func<ParseResult, string> Place(DocumentedCommand command)
    {
        var user = command.Flag("--user", "For this user (the default).");
        var prefix = command.Text("--prefix", "Into DIR/share/jupyter.", "DIR");
        var sysPrefix = command.Flag("--sys-prefix", "Into the environment of the `python3` on the PATH.");
        return given =>
            (given.GetValue(user), given.GetValue(prefix), given.GetValue(sysPrefix)) switch
            {
                (_, null, false) => KernelSpecs.UserFolder,
                (false, { } here, false) => Path.Combine(here, "share", "jupyter"),
                (false, null, true) => Path.Combine(PythonPrefix(), "share", "jupyter"),
                _ => throw LetheException.Usage("--user, --prefix and --sys-prefix exclude each other."),
            };
    }

    private static string PythonPrefix()
    {
        try
        {
            using var python = Process.Start(
                new ProcessStartInfo("python3", ["-c", "import sys; print(sys.prefix)"]) { RedirectStandardOutput = true }
            )!;
            var prefix = python.StandardOutput.ReadToEnd().Trim();
            python.WaitForExit();
            return python.ExitCode == 0 && prefix.Length > 0
                ? prefix
                : throw LetheException.NotFound("`python3` does not say where its environment is. Use --prefix.");
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new LetheException(ExitCode.NotFound, $"There is no `python3` on the PATH ({error.Message}). Use --prefix.", error);
        }
    }
}
