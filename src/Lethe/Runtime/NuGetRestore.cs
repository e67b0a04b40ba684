using System.ComponentModel;
using System.Diagnostics;

namespace Lethe.Runtime;

/// <summary>Restores packages by the SDK's own <c>dotnet restore</c>: from this user's sources, with their credentials.</summary>
internal static class NuGetRestore
{
    /// <param name="folder">Where the project is written, and where it is restored.</param>
    /// <param name="environment">Added to this process's.</param>
    /// <returns>Null, or why it failed: NuGet's own sentences, one a line.</returns>
    /// <exception cref="OperationCanceledException">The restore was ended.</exception>
    public static string? Run(
        string folder,
        string project,
        CancellationToken cancellation,
        params IEnumerable<(string Name, string Value)> environment
    )
    {
        const string Name = "packages.csproj";
        File.WriteAllText(Path.Combine(folder, Name), project);
        var start = new ProcessStartInfo(
            DotNetHost.Path,
            [
                "restore",
                Name,
                "--nologo",
                "-v:quiet",
                // What a folder above may say about builds is not meant for this.
                "-p:ImportDirectoryBuildProps=false",
                "-p:ImportDirectoryBuildTargets=false",
                "-p:ImportDirectoryPackagesProps=false",
                "-p:SelfContained=false",
                "-p:NuGetAudit=false",
            ]
        )
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Remove("MSBuildSDKsPath");
        foreach (var (name, value) in environment.Concat([("MSBUILDDISABLENODEREUSE", "1"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1")]))
        {
            start.Environment[name] = value;
        }
        try
        {
            return Run(start, cancellation);
        }
        catch (Win32Exception error)
        {
            return $"There is no .NET SDK on the PATH ({error.Message}).";
        }
    }

    private static string? Run(ProcessStartInfo start, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode == 0)
        {
            return null;
        }
        var lines = $"{output}\n{error.GetAwaiter().GetResult()}"
            .Split('\n')
            // Without a network the message names the source that does not answer, and not what was wanted.
            .Where(static line =>
                line.Contains("error", StringComparison.OrdinalIgnoreCase) || line.Contains("SDK", StringComparison.Ordinal)
            )
            .Select(Shorten)
            .Distinct()
            .DefaultIfEmpty(string.Create(CultureInfo.InvariantCulture, $"`dotnet restore` failed with exit code {process.ExitCode}."));
        return string.Join('\n', lines);
    }

    // "/long/path/packages.csproj : error NU1101: Unable to find … [/long/path]" -> "NU1101: Unable to find …"
    private static string Shorten(string line)
    {
        var start = line.IndexOf("error ", StringComparison.Ordinal);
        if (start < 0)
        {
            return line.Trim();
        }
        var end = line.LastIndexOf(" [", StringComparison.Ordinal);
        return line[(start + 6)..(end > start ? end : line.Length)].Trim();
    }
}
