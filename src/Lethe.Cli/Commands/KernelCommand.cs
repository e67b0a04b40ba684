using System.CommandLine;
using System.Diagnostics;
using Lethe.Cli.Options;
using Lethe.Cli.Output;
using Lethe.Kernel;
using Lethe.Kernel.Requests;
using Lethe.Runtime;

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
        var place = new Place(command);
        command.SetAction(parsed =>
        {
            var data = place.Folder(parsed);
            try
            {
                terminal.Out.WriteLine(
                    $"Installed {KernelSpecs.DisplayName} in "
                        + $"{KernelSpecs.Install(data, Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll"))}"
                );
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw LetheException.Unwritable(
                    $"Cannot write the kernel specification below {data}: {error.Message} Choose another place with --prefix.",
                    error
                );
            }
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static DocumentedCommand CreateUninstall(Terminal terminal)
    {
        var command = new DocumentedCommand("uninstall", "Removes the kernel specification.", ("lethe kernel uninstall", "of this user"));
        var place = new Place(command);
        command.SetAction(parsed =>
        {
            var data = place.Folder(parsed);
            if (!KernelSpecs.Uninstall(data))
            {
                throw LetheException.NotFound($"{KernelSpecs.DisplayName} is not installed below {data}.");
            }
            terminal.Out.WriteLine($"Removed {KernelSpecs.DisplayName} from {data}");
            return (int)ExitCode.Ok;
        });
        return command;
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
    private sealed class Place
    {
        private readonly Option<bool> user = new("--user") { Description = "For this user (the default)." };
        private readonly Option<string?> prefix = new("--prefix") { Description = "Into DIR/share/jupyter.", HelpName = "DIR" };
        private readonly Option<bool> sysPrefix = new("--sys-prefix")
        {
            Description = "Into the environment of the `python3` on the PATH.",
        };

        public Place(Command command)
        {
            command.Add(user);
            command.Add(prefix);
            command.Add(sysPrefix);
        }

        public string Folder(ParseResult parsed)
        {
            var (here, python) = (parsed.GetValue(prefix), parsed.GetValue(sysPrefix));
            if ((parsed.GetValue(user) ? 1 : 0) + (here is null ? 0 : 1) + (python ? 1 : 0) > 1)
            {
                throw LetheException.Usage("--user, --prefix and --sys-prefix exclude each other.");
            }
            return python ? Path.Combine(PythonPrefix(), "share", "jupyter")
                : here is not null ? Path.Combine(here, "share", "jupyter")
                : KernelSpecs.UserFolder;
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
}
