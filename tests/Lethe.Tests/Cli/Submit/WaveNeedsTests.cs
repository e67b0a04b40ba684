using Lethe.Cli.Submit;
using Lethe.Experiments.Plans;
using Lethe.Tests.Data;
using static Lethe.Tests.Cli.Submit.TestPlan;

namespace Lethe.Tests.Cli.Submit;

public sealed class WaveNeedsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Short_tasks_share_half_an_hour()
    {
        var needs = Assert.Single(Needs(null, Enumerable.Range(0, 100).Select(static i => Cell(i, 0, seconds: 60))));

        Assert.Equal((1, 100, 4), (needs.Wave, needs.Tasks, needs.Shares)); // 6,000 s
        Assert.Equal(TimeSpan.FromMinutes(45), needs.Time); // 25 tasks: 25 min, half as much again, start and warning: 40.5
        Assert.Equal(0, needs.Untimed);
    }

    [Fact]
    public void The_longest_share_sets_the_limit()
    {
        // Longest first to whoever has least: 3600 | 1800 + 900 | 1200 + 1000.
        var needs = Assert.Single(
            Needs(3, ((double[])[900, 3600, 1000, 1800, 1200]).Select(static (seconds, i) => Network(i, seconds, 100 * i)))
        );

        Assert.Equal(TimeSpan.FromMinutes(95), needs.Time); // 60 min and a half, and 3
        Assert.Equal(512, needs.Megabytes); // the largest's 400 and a quarter, in steps of 256
    }

    [Fact]
    public void What_was_never_timed_counts_as_long_as_the_longest()
    {
        var needs = Assert.Single(Needs(1, [Network(0, 600), Network(1)]));

        Assert.Equal((1, TimeSpan.FromMinutes(35)), (needs.Untimed, needs.Time));
        Assert.Null(needs.Megabytes);
        Assert.Contains("1 of them never timed", needs.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_estimate_every_task_is_a_share_of_its_own_and_no_limit_is_made_up()
    {
        var waves = Needs(null, [Network(0), .. Enumerable.Range(0, 30).Select(static i => Cell(i, 0))], most: 20);

        Assert.Equal([1, 20], waves.Select(static wave => wave.Shares));
        Assert.All(waves, static wave => Assert.Null(wave.Time));
        Assert.Equal("Wave 0: 1 training in 1 share.", waves[0].Describe());
    }

    private IReadOnlyList<WaveNeeds> Needs(int? shares, IEnumerable<PlanTask> tasks, int most = 1000) =>
        WaveNeeds.Of(Of(folder, tasks), shares, most);
}
