using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Lethe.Runtime;

namespace Lethe.Kernel.Tests.Packages;

/// <summary>The packages, as somebody uses them who has nothing but the SDK.</summary>
[Trait("Speed", "slow")]
public sealed partial class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lethe-packages-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("Lethe")]
    [InlineData("Lethe.Interactive")]
    [InlineData("Lethe.Kernel")]
    public void A_library_has_all_that_a_package_should(string id)
    {
        using var package = ZipFile.OpenRead(feed.Package(id));
        var names = package.Entries.Select(static entry => entry.FullName).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "README.md",
                "icon.png",
                "LICENSE",
                "THIRD-PARTY-NOTICES.md",
                $"lib/net10.0/{id}.dll",
                $"lib/net10.0/{id}.xml",
            },
            names
        );
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        var about = XDocument
            .Load(nuspec)
            .Root!.Elements()
            .Single()
            .Elements()
            .ToLookup(static one => one.Name.LocalName, static one => one);
        Assert.Equal("MIT", about["license"].Single().Value);
        Assert.Equal("README.md", about["readme"].Single().Value);
        Assert.Equal("icon.png", about["icon"].Single().Value);
        Assert.True(about["description"].Single().Value.Length > 50);
        using var symbols = ZipFile.OpenRead(feed.Package(id, "snupkg"));
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{id}.pdb"));
    }

    // What Microsoft's kernel runs when a notebook's first cell has named the package.
    [Fact]
    public void Interactive_brings_the_script_that_a_notebook_opens_with()
    {
        using var package = ZipFile.OpenRead(feed.Package("Lethe.Interactive"));
        Assert.Equal(
            File.ReadAllText(Path.Combine(PackageFeed.Repository, "src", "Lethe.Interactive", "extension.dib")),
            Text(package, "interactive-extensions/dotnet/extension.dib")
        );
        Assert.Contains("<dependency id=\"Lethe\" ", Text(package, "Lethe.Interactive.nuspec"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_asks_for_libtorch_by_system()
    {
        using var package = ZipFile.OpenRead(feed.Package("Lethe"));
        using var runtime = JsonDocument.Parse(Text(package, "runtime.json"));
        foreach (var system in (string[])["linux-x64", "osx-arm64", "win-x64"])
        {
            var asked = Assert.Single(
                runtime.RootElement.GetProperty("runtimes").GetProperty(system).GetProperty("Lethe").EnumerateObject().ToList()
            );
            Assert.Equal($"libtorch-cpu-{system}", asked.Name);
            Assert.Equal(LibTorchPackage.Version, asked.Value.GetString());
        }
        Assert.DoesNotContain("libtorch", Text(package, "Lethe.nuspec"), StringComparison.Ordinal); // else all systems' would be fetched
    }

    // The same bytes come out wherever it is built: no path of this machine is in them.
    [Fact]
    public void No_package_names_a_folder_of_this_machine()
    {
        var here = Encoding.UTF8.GetBytes(PackageFeed.Repository);
        var wide = Encoding.Unicode.GetBytes(PackageFeed.Repository);
        foreach (var path in Directory.EnumerateFiles(feed.Folder))
        {
            using var package = ZipFile.OpenRead(path);
            foreach (
                var entry in package.Entries.Where(static entry =>
                    Path.GetFileName(entry.FullName).StartsWith("Lethe.", StringComparison.Ordinal)
                )
            )
            {
                using var content = entry.Open();
                var bytes = new byte[entry.Length];
                content.ReadExactly(bytes);
                Assert.True(
                    bytes.AsSpan().IndexOf(here) < 0 && bytes.AsSpan().IndexOf(wide) < 0,
                    $"{Path.GetFileName(path)}: {entry.FullName}"
                );
            }
        }
    }

    // The program of the package's own README.
    [Fact]
    public void A_console_program_forgets_a_class()
    {
        var program = Code()
            .Match(File.ReadAllText(Path.Combine(PackageFeed.Repository, "src", "Lethe", "README.md")))
            .Groups["code"]
            .Value;
        Assert.InRange(
            program
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Count(static line => !line.StartsWith("using Lethe", StringComparison.Ordinal)),
            5,
            10
        );
        File.WriteAllText(In("Program.cs"), program);
        File.WriteAllText(
            In("forget.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestoreSources>{feed.Folder}</RestoreSources>
                <RestorePackagesPath>{In("packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{Packages}</RestoreFallbackFolders>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Lethe" Version="{feed.Version}" /></ItemGroup>
            </Project>
            """
        );
        PackageFeed.Run(folder, "dotnet", ["build", "-nodeReuse:false", "-o", In("out")]);

        var output = PackageFeed.Run(folder, "dotnet", [In("out/forget.dll")], ("LETHE_HOME", In("home")), ("OMP_NUM_THREADS", "1"));

        var numbers = Percent()
            .Matches(output)
            .Select(static one => double.Parse(one.Groups["number"].Value, CultureInfo.InvariantCulture))
            .ToList();
        Assert.Equal(4, numbers.Count);
        Assert.True(numbers[0] > 40 && numbers[1] < 5, output); // bags, after three epochs; guessing is 10 %
        Assert.True(numbers[2] > 40 && numbers[3] > numbers[2] - 10, output); // all else
        Assert.False(Directory.Exists(In("home/libtorch")), "libtorch was restored, although it is in the package folder");
    }

    [Fact]
    public void The_tool_works_from_an_empty_folder()
    {
        string[] install = ["tool", "install", "Lethe.Cli", "--tool-path", In("tools"), "--source", feed.Folder, "--version", feed.Version];
        PackageFeed.Run(folder, "dotnet", install, ("DOTNET_CLI_HOME", In("cli")));
        var course = Directory.CreateDirectory(In("course")).FullName;

        Assert.Contains($" written to {course}.\n", Lethe("new", "workshop"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(course, ".vscode", "settings.json")));
        Assert.Contains(" there already.\n", Lethe("new", "workshop"), StringComparison.Ordinal);
        // As anywhere else: with its own notebooks and records.
        var elsewhere = Directory.CreateDirectory(In("elsewhere")).FullName;
        var notebooks = Directory.GetFiles(Path.Combine(course, "notebooks"), "*.ipynb").Length;
        Assert.InRange(notebooks, 31, 99);
        Assert.Equal(notebooks, LetheIn(elsewhere, "list", "notebooks", "--format", "markdown").Split("\n- ").Length);
        Assert.Contains("quick (3 seeds)", LetheIn(elsewhere, "list", "tables"), StringComparison.Ordinal);
        Assert.Contains("\nlau,lau-utility,", Lethe("compare", "--records", "results", "--format", "csv"), StringComparison.Ordinal);

        Lethe("kernel", "install");
        var kernel = File.ReadAllText(In("jupyter/kernels/lethe-csharp/kernel.json"));
        Assert.Contains(In(OperatingSystem.IsWindows() ? "tools/lethe.exe" : "tools/lethe"), kernel, StringComparison.Ordinal);
        Assert.DoesNotContain(".store", kernel, StringComparison.Ordinal);

        Assert.Contains(
            "Computed 2 of 2 cells",
            Lethe("reproduce", "lau-utility", "--profile", "smoke", "--models", "resnet18", "--methods", "original,lau"),
            StringComparison.Ordinal
        );
        Lethe("notebook", "run", "notebooks/00_start.ipynb", "--param", "profile=smoke");
        Assert.True(File.Exists(Path.Combine(course, "runs", "notebooks", "00_start.ipynb")));

        string Lethe(params string[] arguments) => LetheIn(course, arguments);

        string LetheIn(string place, params string[] arguments) =>
            PackageFeed.Run(
                place,
                In("tools/lethe"),
                arguments,
                ("LETHE_HOME", In("home")),
                ("JUPYTER_DATA_DIR", In("jupyter")),
                ("DOTNET_ROOT", Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")))
            );
    }

    private static string Packages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Text(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private string In(string path) => Path.Combine(folder, path);

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("(?<number>[0-9.]+) %")]
    private static partial Regex Percent();
}
