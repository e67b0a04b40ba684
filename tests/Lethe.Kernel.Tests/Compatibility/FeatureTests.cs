using System.Reflection;
using System.Text.Json;
using Lethe.Kernel.Execution;
using Lethe.Kernel.Outputs;
using Lethe.Kernel.Tests.Execution;

namespace Lethe.Kernel.Tests.Compatibility;

/// <summary>What notebooks written for .NET Interactive use, one after the other in this kernel: <c>features.json</c>. A feature that names
/// a substitute is one that is missing here.</summary>
public sealed class FeatureTests : IDisposable
{
    private const int MostMissing = 5;

    private static readonly string Repository = typeof(FeatureTests)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "Repository")
        .Value!;

    private static readonly Feature[] All = JsonSerializer.Deserialize<Feature[]>(
        File.ReadAllBytes(Path.Combine(Repository, "tests", "Lethe.Kernel.Tests", "Compatibility", "features.json")),
        JsonSerializerOptions.Web
    )!;

    private readonly string folder = Directory.CreateTempSubdirectory("lethe-features").FullName;
    private readonly CellExecutor cells;

    public FeatureTests()
    {
        cells = new(folder);
        File.WriteAllText(Path.Combine(folder, "part.cs"), "string Pr19() => \"from a file\";\n");
        File.WriteAllText(Path.Combine(folder, "part.txt"), "text of a file");
        File.WriteAllText(Path.Combine(folder, "part.dib"), "#!meta\n\n{\"kernelInfo\":{}}\n\n#!csharp\n\nvar pr21 = 25;\n");
        File.WriteAllText(
            Path.Combine(folder, "part.ipynb"),
            """{"cells":[{"cell_type":"code","source":"var pr20 = 24;"}],"nbformat":4}"""
        );
    }

    public static TheoryData<string> Present => [.. All.Where(static one => one.Substitute is null).Select(static one => one.Name)];

    public static TheoryData<string> Missing => [.. All.Where(static one => one.Substitute is not null).Select(static one => one.Name)];

    public void Dispose()
    {
        cells.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Present))]
    public void One_that_is_there_shows_what_it_should(string name)
    {
        var feature = All.Single(one => one.Name == name);
        var (error, output) = Run(feature);

        Assert.True(error is null, error);
        Assert.Contains(feature.Shows, output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public void One_that_is_missing_fails_and_the_guide_names_its_substitute(string name)
    {
        var feature = All.Single(one => one.Name == name);

        Assert.NotNull(Run(feature).Error);
        Assert.Contains(
            File.ReadLines(Path.Combine(Repository, "KERNEL.md")),
            line =>
                line.StartsWith('|')
                && line.Contains(name, StringComparison.Ordinal)
                && line.Contains(feature.Substitute!, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Few_are_missing()
    {
        Assert.InRange(All.Length, 65, int.MaxValue);
        Assert.InRange(Missing.Count, 0, MostMissing);
    }

    private (string? Error, string Output) Run(Feature feature)
    {
        var output = new List<string>();
        foreach (var cell in feature.Cells)
        {
            var sink = new RecordingSink { Answer = static (_, _) => "typed" };
            var outcome = cells.Execute(cell.Replace("{folder}", folder, StringComparison.Ordinal), sink);
            output.AddRange([sink.Text, sink.ErrorText, .. sink.Events]);
            output.AddRange(sink.Displays.Select(static one => one.Bundle).Append(sink.Value).OfType<MimeBundle>().SelectMany(Forms));
            if (outcome.Error is { } error)
            {
                return ($"{error.Name}: {error.Value}", "");
            }
        }
        return (null, string.Join('\n', output));
    }

    private static IEnumerable<string> Forms(MimeBundle bundle) => bundle.Data.Select(static form => $"{form.Key}: {form.Value}");

    /// <summary>One of <c>features.json</c>.</summary>
    /// <param name="Name">A few words.</param>
    /// <param name="Cells">Run one after the other.</param>
    /// <param name="Shows">Stands in what they put out.</param>
    /// <param name="Substitute">Words of KERNEL.md's line on it; null if the feature is there.</param>
    private sealed record Feature(string Name, string[] Cells, string Shows, string? Substitute);
}
