[assembly: TestCollectionOrderer(typeof(Lethe.Tests.ClosingLast))]

namespace Lethe.Tests;

/// <summary>Runs last, and says in one line what was skipped: as a test that is skipped itself, since of a test's program <c>dotnet test</c> shows nothing else.</summary>
public sealed class ClosingTests
{
    [Fact]
    public void What_was_skipped_and_what_would_run_it()
    {
        if (Need.Summary is { } summary)
        {
            Assert.Skip(summary);
        }
    }

    [Fact]
    public void The_line_counts_and_names_the_packages()
    {
        Assert.Null(Need.Describe(new Dictionary<string, int>(), new Dictionary<string, int>()));
        Assert.Equal("Skipped: 59 tests for want of packages: chromium (20), ffmpeg (39). To run them: apt-get install chromium ffmpeg. Skipped: 1 test for want of what no package brings: a CUDA device (1).",
            Need.Describe(new SortedDictionary<string, int> { ["ffmpeg"] = 39, ["chromium"] = 20 }, new Dictionary<string, int> { ["a CUDA device"] = 1 }));
    }
}
