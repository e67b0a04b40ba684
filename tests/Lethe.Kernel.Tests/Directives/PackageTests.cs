using Lethe.Kernel.Execution;
using Lethe.Kernel.Outputs;
using Lethe.Kernel.Tests.Execution;

namespace Lethe.Kernel.Tests.Directives;

/// <summary>Packages are restored by the SDK; the one used here is in every test machine's cache, because the tests are built with
/// it.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("lethe-packages").FullName;
    private readonly string? before = Environment.GetEnvironmentVariable("LETHE_HOME");
    private readonly CellExecutor cells = new(Path.GetTempPath());

    public PackageTests() => Environment.SetEnvironmentVariable("LETHE_HOME", home);

    public void Dispose()
    {
        cells.Dispose();
        Environment.SetEnvironmentVariable("LETHE_HOME", before);
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public void A_failure_leaves_the_session_usable_and_the_next_package_works()
    {
        var (failed, _) = Run("#r \"nuget: There.Is.No.Such.Package.As.This, 1.0.0\"");
        Assert.Equal("DirectiveException", failed.Error!.Name);
        Assert.Contains("There.Is.No.Such.Package.As.This", failed.Error.Value, StringComparison.Ordinal);

        var (outcome, sink) = Run(
            "#r \"nuget: BenchmarkDotNet.Annotations, 0.15.8\"\ntypeof(BenchmarkDotNet.Attributes.BenchmarkAttribute).Name"
        );
        Assert.Null(outcome.Error);
        Assert.Equal("BenchmarkDotNet.Annotations 0.15.8\n", sink.Text);
        Assert.Equal("BenchmarkAttribute", sink.Value!.Data[MimeBundle.Plain]);

        // Asked again, it is there; asked in another version, it says why not.
        Assert.Null(Run("#r \"nuget: BenchmarkDotNet.Annotations, 0.15.8\"").Outcome.Error);
        Assert.Contains(
            "needs a restarted kernel",
            Run("#r \"nuget: BenchmarkDotNet.Annotations, 0.13.0\"").Outcome.Error!.Value,
            StringComparison.Ordinal
        );
        // Without a version it is the one that is there.
        Assert.Equal("BenchmarkDotNet.Annotations 0.15.8\n", Run("#r \"nuget: BenchmarkDotNet.Annotations\"").Sink.Text);
        // The next session finds what was restored.
        Assert.Single(Directory.GetFiles(Path.Combine(home, "packages"), "complete", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_the_kit_has_is_not_restored_and_a_newer_one_that_is_shared_is_warned_of()
    {
        Assert.Equal("TorchSharp-cpu is part of the kit: nothing to do.\n", Run("#r \"nuget: TorchSharp-cpu, 0.96.7\"").Sink.Text);
        Assert.Equal("Newtonsoft.Json is part of the kit: nothing to do.\n", Run("#r \"nuget: Newtonsoft.Json, 9.0.1\"").Sink.Text);
        Assert.Contains("Deedle 99.0 was asked for", Run("#r \"nuget: Deedle, 99.0\"").Sink.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_does_not_answer_keeps_no_package_away()
    {
        var (outcome, sink) = Run("#i \"nuget: https://127.0.0.1:9/index.json\"\n#r \"nuget: BenchmarkDotNet.Annotations, 0.15.8\"");

        Assert.Null(outcome.Error);
        Assert.Equal("BenchmarkDotNet.Annotations 0.15.8\n", sink.Text);
    }

    private (CellOutcome Outcome, RecordingSink Sink) Run(string code) => RecordingSink.Run(cells, code);
}
