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
        // The next session finds what was restored.
        Assert.Single(Directory.GetFiles(Path.Combine(home, "packages"), "complete", SearchOption.AllDirectories));
    }

    private (CellOutcome Outcome, RecordingSink Sink) Run(string code) => RecordingSink.Run(cells, code);
}
