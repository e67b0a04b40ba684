using Lethe.Interactive;
using Lethe.Runtime;
using Lethe.Tests.Experiments;
using Microsoft.DotNet.Interactive.Formatting;

namespace Lethe.Tests.Interactive;

public sealed class ExperimentTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? home = Environment.GetEnvironmentVariable("LETHE_HOME");
    private readonly List<string> shown = [];

    public ExperimentTests()
    {
        Environment.SetEnvironmentVariable("LETHE_HOME", Path.Combine(folder.Path, "home"));
        NotebookHost.Display = first =>
        {
            shown.Add(first.ToDisplayString(PlainTextFormatter.MimeType));
            return next => shown.Add(next.ToDisplayString(PlainTextFormatter.MimeType));
        };
    }

    public void Dispose()
    {
        (NotebookHost.Display, NotebookHost.Cancellation) = (null, null);
        Environment.SetEnvironmentVariable("LETHE_HOME", home);
        folder.Dispose();
    }

    [Fact]
    public void One_line_computes_shows_and_returns()
    {
        var results = Run();
        Assert.Equal(["original", "logit-mask"], results.Records.Select(static record => record.Cell.Method));
        Assert.Equal(["lau-utility"], results.Tables.Select(static table => table.Name));
        Assert.Equal(folder.Path, results.Tables[0].Origin.Folder);
        Assert.StartsWith("lau-utility (smoke): 2 cells, 2 computed in 0:", shown[^1], StringComparison.Ordinal);

        var again = Run();
        Assert.Equal("lau-utility (smoke): 2 cells, 2 kept.", shown[^1]);
        Assert.Equal(results.Records.Select(static record => record.Id), again.Records.Select(static record => record.Id));
    }

    [Fact]
    public void It_stops_with_the_cell()
    {
        NotebookHost.Cancellation = static () => new(canceled: true);
        Assert.Throws<OperationCanceledException>(Run);
        Assert.Equal("lau-utility (smoke): stopped after 0 of 2 cells.", shown[^1]);
    }

    [Fact]
    public void What_is_not_there_is_said() =>
        Assert.Contains(
            "There is no table 'lua'.",
            Assert.Throws<LetheException>(static () => Experiment.Run("lua")).Message,
            StringComparison.Ordinal
        );

    private ExperimentResults Run() =>
        Experiment.Run("lau-utility", "smoke", folder.Path, models: ["resnet18"], methods: ["original", "logit-mask"]);
}
