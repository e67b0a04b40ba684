using Lethe.Experiments.Records;
using Lethe.Experiments.Verify.Drawing;
using Lethe.Tests.Interactive;

namespace Lethe.Tests.Experiments.Verify.Drawing;

public sealed class TimedRecomputingTests
{
    private static readonly IReadOnlyList<RunRecord> Quick = new RecordStore(
        Path.Combine(Snapshot.Repository, "results", "quick")
    ).Latest();

    private static readonly CellCosts Costs = new(Quick);

    private readonly ManualClock clock = new();
    private readonly List<RunRecord> begun = [];

    [Theory]
    [InlineData(0.25)]
    [InlineData(1)]
    [InlineData(4)]
    public void However_fast_the_machine_is_the_time_is_used_and_not_exceeded(double slowness)
    {
        var recomputing = Of(TimeSpan.FromMinutes(10));
        var done = recomputing.Run(Slower(slowness), default).Count();

        Assert.Equal(done + recomputing.NotReached.Count, begun.Count);
        Assert.InRange(Seconds, 400, 600);
    }

    [Fact]
    public void A_slow_machine_computes_fewer_cells_and_hardly_ever_stops_one()
    {
        var fast = Of(TimeSpan.FromMinutes(10)).Run(Slower(1), default).Count();
        var slow = Of(TimeSpan.FromMinutes(10));
        Assert.InRange(slow.Run(Slower(4), default).Count(), 1, fast / 2);
    }

    [Fact]
    public void A_cell_that_would_overrun_is_stopped_when_the_time_is_up()
    {
        var recomputing = Of(TimeSpan.FromMinutes(1));
        Assert.Empty(recomputing.Run(Endless, default));
        Assert.Equal(60, Seconds);
        Assert.Equal(begun, recomputing.NotReached);
    }

    [Fact]
    public void Who_interrupts_is_not_told_that_the_time_is_up()
    {
        using var user = new CancellationTokenSource();
        var recomputing = Of(TimeSpan.FromMinutes(1));
        Assert.Throws<OperationCanceledException>(() =>
            recomputing
                .Run(
                    (record, _, stop) =>
                    {
                        user.Cancel();
                        stop.ThrowIfCancellationRequested();
                        return record;
                    },
                    user.Token
                )
                .Count()
        );
        Assert.Empty(recomputing.NotReached);
    }

    [Fact]
    public void Without_time_nothing_is_begun()
    {
        Assert.Empty(Of(TimeSpan.Zero).Run(Endless, default));
        Assert.Empty(begun);
    }

    private double Seconds => clock.GetElapsedTime(0).TotalSeconds;

    private TimedRecomputing Of(TimeSpan time) => new(new CellDraw(Costs, 7, Quick, new HashSet<string>()), time, clock);

    // So many times what a cell is reckoned at, its trainings each time they come; a second at a time, as far as it may.
    private TimedRecomputing.Compute Slower(double slowness)
    {
        var paid = new HashSet<double>();
        return (record, _, stop) =>
        {
            begun.Add(record);
            var seconds = Costs.Own(record) + Costs.Trainings(record).Where(one => paid.Add(one.Key)).Sum(static one => one.Seconds);
            for (var left = slowness * seconds; left > 0; left--)
            {
                clock.Advance(Math.Min(1, left));
                stop.ThrowIfCancellationRequested();
            }
            return record;
        };
    }

    private RunRecord Endless(RunRecord record, int place, CancellationToken stop)
    {
        begun.Add(record);
        while (true)
        {
            clock.Advance(1);
            stop.ThrowIfCancellationRequested();
        }
    }
}
