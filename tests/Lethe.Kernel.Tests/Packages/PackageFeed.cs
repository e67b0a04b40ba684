using System.Diagnostics;
using Lethe.Kernel.Tests.Clients;

namespace Lethe.Kernel.Tests.Packages;

/// <summary>The kit's packages, packed as for others, in a folder that serves as a package source. What is built on the way lies apart from
/// the checkout's own builds, and is kept for the next time.</summary>
public sealed class PackageFeed : IDisposable
{
    public PackageFeed()
    {
        string[] command =
        [
            "pack",
            "src/packages.proj",
            "-c",
            "Release",
            "-nodeReuse:false",
            $"-p:ArtifactsPath={Path.Combine(Repository, "artifacts", "pack")}",
            $"-p:ToolSystems={LibTorch.Rid}",
            "-p:Precompile=false",
            "-o",
            Folder,
        ];
        Run(Repository, "dotnet", command);
        Version = File.ReadLines(Path.Combine(Repository, "Directory.Build.props"))
            .Select(static line => line.Trim())
            .Single(static line => line.StartsWith("<Version>", StringComparison.Ordinal))["<Version>".Length..^"</Version>".Length];
    }

    public static string Repository { get; } = Path.GetFullPath(Path.Combine(PythonClients.Program, "../../../../../.."));

    public string Folder { get; } = Directory.CreateTempSubdirectory("lethe-feed-").FullName;

    public string Version { get; }

    private static Runtime.LibTorchPackage LibTorch =>
        Runtime.LibTorchPackage.Current ?? throw new PlatformNotSupportedException("no package of libtorch");

    public string Package(string id, string extension = "nupkg") => Path.Combine(Folder, $"{id}.{Version}.{extension}");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs a command and expects that it succeeds.</summary>
    /// <returns>What it printed to stdout.</returns>
    public static string Run(string folder, string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("MSBuildSDKsPath");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}{error.GetAwaiter().GetResult()}");
        return output.ReplaceLineEndings("\n");
    }
}
