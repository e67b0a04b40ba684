using System.Diagnostics;
using System.Text.Json;

namespace Lethe.Kernel.Tests.Clients;

/// <summary>Runs a Python test script against the kernel of this build, installed into a Jupyter folder of its own.</summary>
internal sealed class PythonClients : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("lethe-jupyter").FullName;

    public PythonClients() => KernelSpecs.Install(data, Program);

    /// <summary>The command, built in the same configuration as the tests.</summary>
    public static string Program { get; } =
        Path.GetFullPath(
            Path.Combine(
                AppContext.BaseDirectory,
                "..",
                "..",
                "..",
                "..",
                "..",
                "src",
                "Lethe.Cli",
                "bin",
                new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
                "net10.0",
                "Lethe.Cli.dll"
            )
        );

    public void Dispose() => Directory.Delete(data, recursive: true);

    /// <summary>Skips the calling test if no Python here has these modules, unless they are required.</summary>
    /// <returns>The Python that has them.</returns>
    public static string Need(params string[] modules)
    {
        foreach (var python in (string[])["/usr/bin/python3", "python3"])
        {
            if (Try(python, ["-c", $"import {string.Join(", ", modules)}"], null).Code == 0)
            {
                return python;
            }
        }
        Lethe.Tests.Need.Package(
            false,
            string.Join(' ', modules.Select(PackageOf)),
            $"No Python here has {string.Join(" and ", modules)}."
        );
        return "";
    }

    /// <summary>Runs the script's tests; what they print is the failure's message.</summary>
    public void Run(string python, string script)
    {
        Assert.True(File.Exists(Program), $"{Program} is not built.");
        var (code, output) = Try(python, [Path.Combine(AppContext.BaseDirectory, "Clients", script), "-v"], data);
        TestContext.Current.SendDiagnosticMessage(output);
        Assert.True(code == 0, output);
    }

    // As Debian names it.
    private static string PackageOf(string module) =>
        module switch
        {
            "nbconvert" or "notebook" => $"jupyter-{module}",
            _ => $"python3-{module.Replace('_', '-')}",
        };

    private static (int Code, string Output) Try(string program, IEnumerable<string> arguments, string? data)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LETHE_COMMAND"] = JsonSerializer.Serialize((string[])["dotnet", Program]);
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        if (data is not null)
        {
            start.Environment["JUPYTER_DATA_DIR"] = data;
            start.Environment["JUPYTER_PATH"] = data;
        }
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (127, missing.Message);
        }
    }
}
