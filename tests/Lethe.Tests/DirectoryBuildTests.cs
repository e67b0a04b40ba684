using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Lethe.Tests.Data;
using Lethe.Tests.Experiments;

namespace Lethe.Tests;

/// <summary>
/// The rules of <c>Directory.Build.props</c> and <c>Directory.Build.targets</c>, on a project of one class: what breaks a build in CI does
/// not on the machine of a newcomer, who comes next year with a newer SDK and a list of vulnerabilities that nobody knew today.
/// </summary>
public sealed class DirectoryBuildTests : IDisposable
{
    private const string Leaky = "leaky.package";

    private readonly Data.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Speed", "slow")]
    public void Users_wait_for_no_analyzer_and_the_audit_warns_them()
    {
        using var server = Vulnerabilities();
        Project(server, Careless);
        var (code, output) = DotNet("build", [], "-c", "Release");
        Assert.True(code == 0, output);
        Assert.DoesNotContain("CA2200", output, StringComparison.Ordinal);
        Assert.Contains("warning NU1903", output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void An_analyzer_fails_ci()
    {
        Project(null, Careless);
        var (code, output) = DotNet("build", [("CI", "true")], "-c", "Release");
        Assert.True(code != 0, output);
        Assert.Contains("error CA2200", output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void The_audit_fails_ci()
    {
        using var server = Vulnerabilities();
        Project(server, "");
        var (code, output) = DotNet("restore", [("CI", "true")]);
        Assert.True(code != 0, output);
        Assert.Contains("error NU1903", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyzers_are_those_of_today()
    {
        Project(null, "");
        var (code, output) = DotNet("msbuild", [], "-getProperty:EffectiveAnalysisLevel");
        Assert.Equal((0, "10.0"), (code, output.Trim()));
    }

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData("")]
    [InlineData("/")]
    public void Packages_are_found_with_and_without_a_slash_at_the_end_of_their_folder(string end)
    {
        Project(null, "");
        (string, string)[] packages = [("NUGET_PACKAGES", folder["own"] + end)];
        Assert.Equal(0, DotNet("restore", packages).Code);
        var (code, output) = DotNet(
            "msbuild",
            packages,
            "-p:UsesTorch=true",
            "-t:FindLibTorchPackage",
            "-getProperty:LibTorchFolder",
            "-getProperty:NuGetPackageRoot"
        );
        Assert.True(code == 0, output);
        Assert.Contains($"\"NuGetPackageRoot\": \"{folder["own"]}/\"", output, StringComparison.Ordinal);
        Assert.Contains($"\"LibTorchFolder\": \"{folder["own"]}/libtorch-cpu-", output, StringComparison.Ordinal);
    }

    // CA2200: an exception that is thrown again as if it were new.
    private const string Careless =
        "public static class Careless { public static void Do() { try { System.Console.WriteLine(); } catch (System.Exception "
        + "error) { throw error; } } }";

    // With the repository's rules, and nothing from any network.
    private void Project(LoopbackServer? audit, string code)
    {
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets"])
        {
            Write(name, $"<Project><Import Project=\"{Path.Combine(Snapshot.Repository, name)}\" /></Project>");
        }
        Write(
            "Directory.Packages.props",
            $"<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup><ItemGroup><PackageVersion "
                + $"Include=\"{Leaky}\" Version=\"1.0.0\" /></ItemGroup></Project>"
        );
        Write("global.json", "{}");
        var sources = audit is null
            ? ""
            : $"<auditSources><add key=\"audit\" value=\"{audit.Url}index.json\" allowInsecureConnections=\"true\" /></auditSources>";
        Write(
            "nuget.config",
            $"<configuration><packageSources><clear /><add key=\"own\" value=\"source\" /></packageSources>{sources}</configuration>"
        );
        Write(
            "one.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><Precompile>false</Precompile></PropertyGroup>
              <ItemGroup>{(audit is null ? "" : $"<PackageReference Include=\"{Leaky}\" />")}</ItemGroup>
              <Import Project="{Path.Combine(Snapshot.Repository, "src", "Lethe.Cli", "Precompile.targets")}" />
            </Project>
            """
        );
        Write("One.cs", code);
        Pack();
    }

    // A package without content.
    private void Pack()
    {
        Directory.CreateDirectory(folder["source"]);
        using var package = ZipFile.Open(folder["source", $"{Leaky}.1.0.0.nupkg"], ZipArchiveMode.Create);
        using var about = new StreamWriter(package.CreateEntry($"{Leaky}.nuspec").Open());
        about.Write(
            $"<package "
                + $"xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\"><metadata><id>{Leaky}</id><version>1.0.0</version><authors>a</authors><description>d</description></metadata></package>"
        );
    }

    // As a package source answers that knows one vulnerability.
    private static LoopbackServer Vulnerabilities()
    {
        LoopbackServer? server = null;
        server = new(request =>
            new(
                200,
                Encoding.UTF8.GetBytes(
                    request.Path switch
                    {
                        "/index.json" =>
                            $$"""{"version":"3.0.0","resources":[{"@id":"{{server!.Url}}list.json","@type":"VulnerabilityInfo/6.7.0"}]}""",
                        "/list.json" =>
                            $$"""[{"@name":"all","@id":"{{server!.Url}}all.json","@updated":"2026-01-01T00:00:00Z","comment":""}]""",
                        _ => $$"""{"{{Leaky}}":[{"url":"{{server!.Url}}advisory","severity":2,"versions":"(, 2.0.0)"}]}""",
                    }
                )
            )
        );
        return server;
    }

    private void Write(string name, string text) => folder.Write(name, Encoding.UTF8.GetBytes(text));

    // As somebody types it who is not CI, unless the environment says so.
    private (int Code, string Output) DotNet(string verb, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [verb, "one.csproj", "-nodeReuse:false", .. arguments])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var name in (string[])
                ["CI", "ContinuousIntegrationBuild", "NuGetAudit", "MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath"]
        )
        {
            start.Environment.Remove(name);
        }
        foreach (
            var (name, value) in environment
                .Prepend(("NUGET_PACKAGES", folder["packages"]))
                .Append(("UseSharedCompilation", "false"))
                .Append(("NUGET_HTTP_CACHE_PATH", folder["cache"]))
        )
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }
}
