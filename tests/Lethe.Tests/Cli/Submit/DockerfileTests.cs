using System.Text.Json;
using Lethe.Tests.Experiments;

namespace Lethe.Tests.Cli.Submit;

/// <summary>What can be known of the Dockerfile without an engine that builds it.</summary>
public sealed class DockerfileTests
{
    private static readonly string[][] Instructions =
    [
        .. File.ReadAllText(Path.Combine(Snapshot.Repository, "Dockerfile"))
            .Replace("\\\n", " ", StringComparison.Ordinal)
            .Split('\n')
            .Where(static line => line.Length > 0 && line[0] != '#')
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
    ];

    [Fact]
    public void It_copies_what_is_there_and_what_the_build_needs()
    {
        string[] copied =
        [
            .. Of("COPY")
                .Where(static line => !line[1].StartsWith("--from", StringComparison.Ordinal))
                .SelectMany(static line => line[1..^1]),
        ];
        Assert.All(copied, static path => Assert.True(Path.Exists(Path.Combine(Snapshot.Repository, path)), path));
        // What MSBuild reads by itself, and what the projects name outside of src.
        Assert.Superset(
            new HashSet<string>(["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "src"]),
            copied.ToHashSet()
        );
        var named = Directory
            .EnumerateFiles(Path.Combine(Snapshot.Repository, "src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(static file => File.ReadAllText(file).Split("\"../../")[1..])
            .Select(static rest => rest.Split('/', '"')[0]);
        Assert.Subset(copied.ToHashSet(), named.ToHashSet());
        // Docker is given no more than that.
        string[] given = [.. File.ReadLines(Path.Combine(Snapshot.Repository, ".dockerignore")).Where(static line => line.StartsWith('!'))];
        Assert.Equal(
            copied
                .Select(static path => path.StartsWith("Directory.", StringComparison.Ordinal) ? "!Directory.*" : $"!{path}")
                .Distinct()
                .Order(),
            given.Order()
        );
    }

    [Fact]
    public void It_is_built_on_the_devcontainers_image_for_processors_or_GPUs()
    {
        using var container = JsonDocument.Parse(File.ReadAllText(Path.Combine(Snapshot.Repository, ".devcontainer", "devcontainer.json")));
        var from = Of("FROM").ToList();
        Assert.Equal([container.RootElement.GetProperty("image").GetString()!, "AS", "build"], from[0][1..]);
        Assert.Equal(from[0][1].Replace("/sdk:", "/runtime:", StringComparison.Ordinal), Assert.Single(from[1][1..]));
        Assert.Contains(Of("ARG"), static line => line[1] == "TORCH=cpu");
        Assert.Contains("-p:Torch=$TORCH", Of("RUN").First());
    }

    [Fact]
    public void What_runs_in_it_is_not_root()
    {
        Assert.Equal("1654", Of("USER").Last()[1]); // Kubernetes asks for a number
        Assert.True(
            Array.FindLastIndex(Instructions, static line => line[0] == "USER")
                > Array.FindLastIndex(Instructions, static line => line[0] == "RUN")
        );
        Assert.Equal("[\"lethe\"]", Of("ENTRYPOINT").Single()[1]);
    }

    private static IEnumerable<string[]> Of(string name) => Instructions.Where(line => line[0] == name);
}
