using System.ComponentModel;
using System.Diagnostics;
using Lethe.Kernel;

namespace Lethe.Cli.Benchmarks;

/// <summary>A kernel that can be measured: what it calls itself, and how Jupyter starts it.</summary>
/// <param name="Start">Of a connection file.</param>
internal sealed record BenchedProgram(string Name, Func<string, ProcessStartInfo> Start)
{
    private const string Tool = "dotnet-interactive";

    /// <summary>Of this very build, as its specification says.</summary>
    public static BenchedProgram Ours { get; } = new($"Lethe {KernelVersion.Text}", OurStart);

    /// <summary>Microsoft's, with the arguments of its own specification, listening on this machine only.</summary>
    /// <param name="folder">The <c>--tool-path</c> that it was installed with.</param>
    /// <exception cref="LetheException">It is not there, or does not run.</exception>
    public static BenchedProgram Microsofts(string folder)
    {
        var program = Path.Combine(Path.GetFullPath(folder), OperatingSystem.IsWindows() ? $"{Tool}.exe" : Tool);
        if (!File.Exists(program))
        {
            throw LetheException.NotFound(
                $"There is no {Tool} in {folder}. Install it there: dotnet tool install microsoft.{Tool} --version 1.0.712001 "
                    + $"--tool-path {folder}"
            );
        }
        return new(
            $"{Tool} {Version(program)}",
            connection => Quiet(new(program, ["jupyter", connection, "--default-kernel", "csharp", "--http-local-only"]))
        );
    }

    /// <summary>With a pipe for what it writes, which somebody must read, and without what it would tell its makers.</summary>
    private static ProcessStartInfo Quiet(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
        start.Environment["JPY_PARENT_PID"] = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return start;
    }

    private static ProcessStartInfo OurStart(string connection)
    {
        var specification = KernelSpecs.Specification(Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll"));
        var command = specification["argv"]!
            .AsArray()
            .Select(part => part!.GetValue<string>().Replace("{connection_file}", connection, StringComparison.Ordinal))
            .ToList();
        var start = Quiet(new(command[0], command[1..]));
        foreach (var (name, value) in specification["env"]!.AsObject())
        {
            start.Environment[name] = value!.GetValue<string>();
        }
        return start;
    }

    private static string Version(string program)
    {
        try
        {
            using var process = Process.Start(Quiet(new(program, ["--version"])))!;
            var error = process.StandardError.ReadToEndAsync();
            var version = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0
                ? version.Split('+')[0]
                : throw LetheException.BadFile($"{program} --version ended with exit code {process.ExitCode}: {error.Result.Trim()}");
        }
        catch (Win32Exception error)
        {
            throw LetheException.BadFile($"{program} does not start: {error.Message}", error);
        }
    }
}
