using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lethe.Kernel;

namespace Lethe.Cli.Benchmarks;

/// <summary>A notebook of three cells, run from start to end with nobody looking.</summary>
internal static class Headless
{
    private static readonly string[] Cells = ["var x = 1;", "Console.WriteLine(x);", "x + 1"];

    /// <summary>By <c>lethe notebook run</c>, the whole process.</summary>
    /// <returns>Milliseconds.</returns>
    public static double ByRunner()
    {
        var folder = Directory.CreateTempSubdirectory("lethe-bench").FullName;
        try
        {
            var path = Path.Combine(folder, "three.ipynb");
            File.WriteAllText(path, Notebook().ToJsonString());
            var clock = Stopwatch.StartNew();
            using var process = Process.Start(
                new ProcessStartInfo(
                    DotNetHost.Path,
                    [Path.Combine(AppContext.BaseDirectory, "Lethe.Cli.dll"), "notebook", "run", path, "--out", Path.Combine(folder, "out")]
                )
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var error = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var milliseconds = clock.Elapsed.TotalMilliseconds;
            return process.ExitCode == 0
                ? milliseconds
                : throw new LetheException(
                    ExitCode.Failed,
                    $"The three-cell notebook ended with exit code {process.ExitCode}: {error.GetAwaiter().GetResult().Trim()}"
                );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>For a kernel without a runner of its own: started, and given the cells one after the other. Every runner that drives it
    /// takes longer.</summary>
    /// <returns>Milliseconds until the last reply.</returns>
    public static double ByClient(BenchedProgram program, CancellationToken cancellation)
    {
        using var kernel = BenchedKernel.Start(program, cancellation);
        return kernel.StartMilliseconds + Cells.Sum(kernel.Run);
    }

    private static JsonObject Notebook() =>
        new()
        {
            ["cells"] = JsonSerializer.SerializeToNode(
                Cells.Select(static cell => new
                {
                    cell_type = "code",
                    metadata = new { },
                    source = cell,
                })
            ),
            ["metadata"] = new JsonObject(),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 4,
        };
}
