[assembly: TestCollectionOrderer(typeof(Lethe.Tests.ClosingLast))]

namespace Lethe.Tests;

/// <summary>
/// Runs last, and says in one line what was skipped or left out: as a test that is skipped itself, since <c>dotnet test</c> shows
/// nothing else of what a test program says.
/// </summary>
public sealed class ClosingTests
{
    [Fact]
    public void What_was_skipped_and_what_would_run_it()
    {
        string[] sentences = [.. new[] { Need.Summary, SlowTests.LeftOut(Environment.GetCommandLineArgs()) }.OfType<string>()];
        if (sentences.Length > 0)
        {
            Assert.Skip(string.Join(' ', sentences));
        }
    }

    [Fact]
    public void Slow_tests_are_counted_where_they_were_left_out()
    {
        Assert.Null(SlowTests.LeftOut(["Tests.dll"]));
        Assert.Null(SlowTests.LeftOut(["Tests.dll", "--filter-trait", "Speed=slow"]));
        var sentence = SlowTests.LeftOut(["Tests.dll", "--filter-not-trait", "Speed=slow"]);
        Assert.Matches(@"^Left out: [1-9][0-9]* slow tests?\. To run everything: dotnet test -c Release -p:Slow=true\.$", sentence);
    }

    [Fact]
    public void The_line_counts_and_names_the_packages()
    {
        Assert.Null(Need.Describe(new Dictionary<string, int>(), new Dictionary<string, int>()));
        Assert.Equal(
            "Skipped: 59 tests for want of packages: chromium (20), ffmpeg (39). To run them: apt-get install chromium "
                + "ffmpeg. Skipped: 1 test for want of what no package brings: a CUDA device (1).",
            Need.Describe(
                new SortedDictionary<string, int> { ["ffmpeg"] = 39, ["chromium"] = 20 },
                new Dictionary<string, int> { ["a CUDA device"] = 1 }
            )
        );
    }
}
