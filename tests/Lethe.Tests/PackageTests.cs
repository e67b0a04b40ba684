using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Lethe.Tests.Data;
using Lethe.Tests.Experiments;

namespace Lethe.Tests;

/// <summary>What Microsoft's kernel finds in the packages, and what it must ask NuGet for besides.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Speed", "slow")]
    public void Interactive_brings_the_script_that_a_notebook_opens_with()
    {
        using var package = Pack("Lethe.Interactive");
        Assert.Equal(
            File.ReadAllText(Path.Combine(Snapshot.Repository, "src", "Lethe.Interactive", "extension.dib")),
            Text(package, "interactive-extensions/dotnet/extension.dib")
        );
        Assert.Contains("<dependency id=\"Lethe\" ", Text(package, "Lethe.Interactive.nuspec"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_library_asks_for_libtorch_by_system()
    {
        using var package = Pack("Lethe");
        using var runtime = JsonDocument.Parse(Text(package, "runtime.json"));
        foreach (var system in (string[])["linux-x64", "osx-arm64", "win-x64"])
        {
            var asked = Assert.Single(
                runtime.RootElement.GetProperty("runtimes").GetProperty(system).GetProperty("Lethe").EnumerateObject().ToList()
            );
            Assert.Equal($"libtorch-cpu-{system}", asked.Name);
            Assert.Contains(
                $"/{asked.Value.GetString()}/",
                string.Join(' ', Lethe.Runtime.LibTorchFolder.Packages),
                StringComparison.Ordinal
            );
        }
        Assert.DoesNotContain("libtorch", Text(package, "Lethe.nuspec"), StringComparison.Ordinal); // else all systems' would be fetched
    }

    // As it is built: the tests run from a Release build.
    private ZipArchive Pack(string project)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                ["pack", Path.Combine("src", project), "--no-build", "-c", "Release", "-nodeReuse:false", "-o", folder.Path]
            )
            {
                WorkingDirectory = Snapshot.Repository,
                RedirectStandardOutput = true,
            }
        )!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        return ZipFile.OpenRead(Assert.Single(Directory.GetFiles(folder.Path, "*.nupkg")));
    }

    private static string Text(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
